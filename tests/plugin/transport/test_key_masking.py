"""A key is masked however it is written, and nothing else is."""

import html
import string
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.plugin.transport.keys import HEX_KEY, MASK, encoded, every_character, hexadecimal_keys, ordinary

from assemblyai_tools.offline import OFFLINE_KEY
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.key_search import is_random_key

tokens = st.text(string.ascii_letters + string.digits + "-_", min_size=28, max_size=64)
keys = (hexadecimal_keys | tokens).filter(
    lambda key: is_random_key(key) and len(set(key)) > 8 and sum(map(str.isalnum, key)) >= 24
)
separators = st.sampled_from([" ", ":", "-", "\n", ", ", "\r\n  ", "\u200b", '", "'])


def first_letters(key, count=10):
    """Its first letters and digits, with the separators between them."""
    counted = [at for at, char in enumerate(key) if char.isalnum()]
    return key[: counted[count - 1] + 1]


FORMS = {
    "as it is": lambda key: key,
    "upper case": str.upper,
    "lower case": str.lower,
    "without its first 4 characters": lambda key: key[4:],
    "without its first 8 characters": lambda key: key[8:],
    "without its last 8 characters": lambda key: key[:-8],
    "its first 10 letters and digits": lambda key: first_letters(key) + "****",
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
    assume(is_random_key(key) and len(set(key)) > 4)
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


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("assemblyai", "AssemblyAI, assembly AI, assemblyaiapi"),
        ("2024010112345678", "2024-01-01 12:34:56.78, 20240101"),
        ("password1", "password10, my Password1, pass word 1, xpassword1"),
        ("a1b2" * 8, "a1b2" * 7 + ", " + "A1B2 " * 8),
        ("12345678", "1234 5678, 1,234,567,8, 123456789"),
    ],
)
def test_a_key_that_may_be_a_word_or_a_number_is_masked_as_a_whole_word_only(key, text):
    assert KeyMask([key])(text) == text
    assert KeyMask([key])(f"{text} {key}: \\n{key}") == f"{text} {MASK}: \\n{MASK}"


def test_a_longer_key_than_there_are_is_masked_as_it_is_from_its_start():
    key = "a1" * 400
    assert KeyMask([key])(f"not {key}, {key[:600]}… but {key[:500]}") == f"not {MASK}, {MASK} but {key[:500]}"
    assert KeyMask([key])(key.upper()) == key.upper()


@given(key=hexadecimal_keys, first=st.integers(0, 16), more=st.integers(0, 16), text=ordinary)
def test_every_piece_of_16_characters_is_masked(key, first, more, text):
    assume(is_random_key(key))
    piece = key[first : first + 16 + more]
    assert piece not in KeyMask([key])(f"{text} {piece.upper()} {text}").lower()


def test_pieces_far_apart_in_a_long_text_are_masked_where_they_are():
    gap = "a word, %41 and é\u00e9\n " * 2_000
    text = gap.join(["", HEX_KEY, HEX_KEY.encode().hex(), quote(encoded(HEX_KEY)), ""])
    assert KeyMask([HEX_KEY])(text) == gap.join(["", MASK, MASK, MASK, ""])


def test_a_key_that_is_cut_where_the_text_ends_is_masked():
    assert (
        KeyMask(["a1b2c3d4e5f6a7b8c9d0"])("The key begins with a1b2c3d4e5f")
        == "The key begins with [api key]"
    )
