"""Keys, text without any, and ways to write them, for the tests of masking."""

import base64
import string

from hypothesis import strategies as st

MASK = "[api key]"

hexadecimal_keys = st.text("0123456789abcdef", min_size=32, max_size=32)
ordinary = st.text(string.ascii_letters + " .,:;-\n\"'{}éß中\u200b", max_size=40)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def every_character(pattern):
    return lambda key: "".join(pattern.format(ord(char)) for char in key)


HEX_KEY = "0f3a9c1b7d2e4856a1b2c3d4e5f60718"
