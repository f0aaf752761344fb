"""A key is masked however it is written, and nothing else is."""

import base64
import html
import json
import string
import time
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assemblyai_tools.offline import OFFLINE_KEY
from assemblyai_tools.transport.key_masking import KeyMask

MASK = "[api key]"

hexadecimal_keys = st.text("0123456789abcdef", min_size=32, max_size=32)
tokens = st.text(string.ascii_letters + string.digits + "-_", min_size=28, max_size=64)
keys = (hexadecimal_keys | tokens).filter(
    lambda key: any(map(str.isdigit, key)) and len(set(key)) > 8 and sum(map(str.isalnum, key)) >= 24
)
ordinary = st.text(string.ascii_letters + " .,:;-\n\"'{}éß中\u200b", max_size=40)
separators = st.sampled_from([" ", ":", "-", "\n", ", ", "\r\n  ", "\u200b", '", "'])


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def every_character(pattern):
    return lambda key: "".join(pattern.format(ord(char)) for char in key)


FORMS = {
    "as it is": lambda key: key,
    "upper case": str.upper,
    "lower case": str.lower,
    "without its first 4 characters": lambda key: key[4:],
    "without its first 8 characters": lambda key: key[8:],
    "without its last 8 characters": lambda key: key[:-8],
    "its first 10 characters": lambda key: key[:10] + "****",
    "hexadecimal": lambda key: key.encode().hex(),
    "hexadecimal, upper case": lambda key: key.encode().hex().upper(),
    "hexadecimal with colons": lambda key: key.encode().hex(":"),
    "hexadecimal with blanks": lambda key: key.encode().hex(" ", 4),
    "a list of bytes": lambda key: ", ".join(map(hex, key.encode())),
    "URL-encoded": lambda key: quote(key, safe=""),
    "every character URL-encoded": every_character("%{:02X}"),
    "every character URL-encoded, lower case": every_character("%{:02x}"),
    "every character URL-encoded twice": every_character("%25{:02x}"),
    "escaped as in JSON": every_character("\\u{:04x}"),
    "escaped as in JSON, twice": every_character("\\\\u{:04X}"),
    "escaped as in a string": every_character("\\x{:02x}"),
    "escaped as in HTML": every_character("&#{};"),
    "escaped as in HTML, hexadecimal": every_character("&#x{:x};"),
    "escaped as in HTML, twice": lambda key: html.escape(every_character("&#{};")(key)),
    "JSON, then a URL": lambda key: quote(every_character("\\u{:04x}")(key), safe=""),
    "base64": encoded,
    "base64 without padding": lambda key: encoded(key).rstrip("="),
    "base64url": lambda key: encoded(key).translate(str.maketrans("+/", "-_")),
    "base64, URL-encoded": lambda key: quote(encoded(key), safe=""),
    "base64 in lines": lambda key: "\n".join(encoded(key)[at : at + 19] for at in range(0, 90, 19)),
    "base64 of key:": lambda key: encoded(f"{key}:"),
    "base64 of :key": lambda key: encoded(f":{key}"),
    "base64 of user:key": lambda key: encoded(f"user:{key}"),
    "base64 of Bearer key": lambda key: encoded(f"Bearer {key}"),
    "base64 in the middle of a text": lambda key: encoded(f"two words {key} and more"),
    "base64 without its first 8 characters": lambda key: encoded(f"a key that ends in {key[8:]}"),
}
"""How a key may be written, by name."""


def pieces(key, length=8):
    """Its pieces of so many characters, in lower case."""
    return {key[at : at + length].lower() for at in range(len(key) - length + 1)}


@settings(deadline=None, max_examples=30)
@pytest.mark.parametrize("name", FORMS)
@given(key=keys, before=ordinary, after=ordinary)
def test_of_a_key_in_any_form_nothing_is_left(name, key, before, after):
    form = FORMS[name]
    shown = KeyMask([key])(f"{before} {form(key)} {after}")
    if "base64" in name:
        written = "".join(form(key).split())
        assume(len(written) > 24)
        assert written[8:-8] not in "".join(shown.split())
    else:
        assert form(key) not in shown
    assert MASK in shown
    assert not any(piece in shown.lower() for piece in pieces(key))


@given(
    key=hexadecimal_keys, size=st.integers(1, 8), separator=separators, case=st.sampled_from([str, str.upper])
)
@example(key="0123456789abcdef0123456789abcdef", size=8, separator="\n", case=str)
def test_a_key_with_separators_is_masked(key, size, separator, case):
    assume(any(map(str.isdigit, key)) and len(set(key)) > 4)
    written = separator.join(case(key)[at : at + size] for at in range(0, len(key), size))
    assert KeyMask([key])(f"it is {written}, as I said") == f"it is {MASK}, as I said"


@given(key=hexadecimal_keys, text=st.text(max_size=300))
def test_other_text_is_left_alone(key, text):
    assume(any(map(str.isdigit, key)) and key not in text)
    assert KeyMask([key])(text) == text


@given(key=hexadecimal_keys, ids=st.lists(st.uuids(), min_size=1, max_size=20))
def test_ids_are_left_alone(key, ids):
    assume(any(map(str.isdigit, key)))
    text = " ".join([*map(str, ids), *(one.hex for one in ids)])
    assume(not any(piece in text for piece in pieces(key)))
    assert KeyMask([key])(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Or use the offline emulator: any key works with it.",
        "the emulator's key",
        "OFFLINE! Emulator. Key?",
        "offline-mode, emulator-key",
    ],
)
def test_words_are_left_alone_if_the_key_consists_of_them(text):
    assert KeyMask([OFFLINE_KEY])(text) == text


@pytest.mark.parametrize(
    "form", [str, encoded, lambda key: key.encode().hex(), lambda key: key.replace("-", "%2D")]
)
def test_a_key_of_words_is_masked_as_a_whole(form):
    assert KeyMask([OFFLINE_KEY])(f"key={form(OFFLINE_KEY)} is wrong") == f"key={MASK} is wrong"


def test_a_short_piece_in_base64_tells_little_and_is_left_alone():
    key = "0123456789abcdef0123456789abcdef"
    text = encoded(key)[10:32]
    assert KeyMask([key])(text) == text


@pytest.mark.parametrize("secret", ["", "offline", "key"])
def test_a_short_secret_may_be_an_ordinary_word_and_is_left_alone(secret):
    assert KeyMask([secret])("the offline key") == "the offline key"


def test_a_secret_without_letters_is_masked_as_it_is():
    assert KeyMask(["+-*/+-*/+-"])("a +-*/+-*/+- b") == f"a {MASK} b"


def test_several_secrets_are_masked_also_where_they_overlap():
    mask = KeyMask(["0123456789abcdef01"]).with_secrets(["89abcdef0123456789"])
    assert mask("see 0123456789ABCDEF0123456789; and") == f"see {MASK}; and"


def test_data_is_masked_in_names_and_values_and_stays_as_it_is_otherwise():
    key = "0123456789abcdef0123456789abcdef"
    given_data = {"a": [key.upper(), 1, None, {"b": f"x {key}"}], key: True}
    shown = {"a": [MASK, 1, None, {"b": f"x {MASK}"}], MASK: True}
    assert KeyMask([key]).data(given_data) == shown
    other = {"a": ["b", 1.5, False]}
    assert KeyMask([key]).data(other) is other


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"a": "%s\\n", "b": ["\\u00e9"]}', {"a": f"{MASK}\n", "b": ["é"]}),
        (b'{"0123": ["%s", 7]}', {"0123": [MASK, 7]}),
    ],
)
def test_a_json_body_stays_json(body, shown):
    key = b"0123456789abcdef0123456789abcdef"
    assert json.loads(KeyMask([key.decode()]).body(body % key)) == shown


def test_a_body_that_is_no_json_is_masked_as_text():
    key = "0123456789abcdef0123456789abcdef"
    assert KeyMask([key]).body(f"<p>{key}".encode() + b"\xff\xfe") == f"<p>{MASK}".encode() + b"\xff\xfe"


def test_a_body_without_the_key_is_not_touched():
    body = b'{"text": "\xff 50 %"}'
    assert KeyMask(["0123456789abcdef0123456789abcdef"]).body(body) is body


def test_many_escapes_beside_a_key_take_a_moment_only():
    key = "0123456789abcdef0123456789abcdef"
    text = "\\u00e9%20" * 50_000 + key.upper()
    started = time.process_time()
    assert KeyMask([key])(text).endswith(MASK)
    assert time.process_time() - started < 5, "it must grow with the text, not with its square"
