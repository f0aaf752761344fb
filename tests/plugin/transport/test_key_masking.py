"""A key is masked however it is written, and nothing else is."""

import base64
import html
import json
import string
import sys
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assemblyai_tools.offline import OFFLINE_KEY
from assemblyai_tools.transport.key_forms import ESCAPES, folded
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.key_search import Pieces, finders_of, is_random_key

MASK = "[api key]"

hexadecimal_keys = st.text("0123456789abcdef", min_size=32, max_size=32)
tokens = st.text(string.ascii_letters + string.digits + "-_", min_size=28, max_size=64)
keys = (hexadecimal_keys | tokens).filter(
    lambda key: is_random_key(key) and len(set(key)) > 8 and sum(map(str.isalnum, key)) >= 24
)
ordinary = st.text(string.ascii_letters + " .,:;-\n\"'{}éß中\u200b", max_size=40)
separators = st.sampled_from([" ", ":", "-", "\n", ", ", "\r\n  ", "\u200b", '", "'])


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def first_letters(key, count=10):
    """Its first letters and digits, with the separators between them."""
    counted = [at for at, char in enumerate(key) if char.isalnum()]
    return key[: counted[count - 1] + 1]


def every_character(pattern):
    return lambda key: "".join(pattern.format(ord(char)) for char in key)


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


HEX_KEY = "0f3a9c1b7d2e4856a1b2c3d4e5f60718"


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


def test_a_key_with_quotes_is_masked_in_json_too():
    key = 'a "quoted" é secret'
    assert json.loads(KeyMask([key]).body(json.dumps([f"{key}!"]).encode())) == [f"{MASK}!"]


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


def calls_for(act):
    """How many functions are called meanwhile, those written in C too."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


PERIODS = ["a", "ab", "a1", "1a2", "a1b2c3d4", "a1-", "0000000a", "a-------1", HEX_KEY]
"""What keys and texts are made of that find themselves at many places."""


@settings(deadline=None, max_examples=60)
@given(period=st.sampled_from(PERIODS), length=st.integers(8, 512), other=st.sampled_from(PERIODS))
@example(period="a1", length=512, other="a1")
def test_the_work_grows_with_the_text_only_whatever_the_key_and_the_text(period, length, other):
    key = (period * length)[:length]
    text = (other * 4_000)[:4_000] + key + "x" + (period * 4_000)[:4_000]
    letters = folded(text)
    for finder in finders_of(key):
        if isinstance(finder, Pieces):
            places = [place for around in finder.candidates(letters) for place in around]
            assert len(places) == len(set(places)) <= len(letters), "each place is looked at once"
    mask = KeyMask([key])
    assert calls_for(lambda: mask(text)) < 40 * len(text) + 20_000


@pytest.mark.parametrize("length", [1_000, 60_000])
def test_a_key_that_is_too_long_costs_next_to_nothing(length):
    key = "a1" * (length // 2)
    assert calls_for(lambda: KeyMask([key])(f"{key} or {key}")) < 100


RUNS = {
    "%": ["{}%", "{}%25", "%{}2525", "{}%2"],
    "\\": ["{}\\", "{}\\u00", "{}\\x", "{}\\\\u005c", "{}\\n", "%{}5c"],
    "&": ["{}&", "&{}amp;", "{}&amp;", "&#{}0", "&#x{}0", "{}&#", "{}&#x", "{}&amp;#"],
    "0x": ["{}0x", "{}0x0", "{}0x00 "],
}
"""What may be repeated in a text with escapes, after what stands before {}, by the sign of the escape."""


@pytest.mark.parametrize("run", [run for runs in RUNS.values() for run in runs])
def test_long_runs_of_escapes_take_a_moment_only(run):
    # With the square of its length, one run would take minutes.
    before, repeated = run.split("{}")
    text = before + repeated * 300_000
    assert KeyMask([HEX_KEY])(f"{text} {HEX_KEY}").endswith(f" {MASK}")


def test_every_escape_is_among_those_with_long_runs():
    assert {escape.sign for escape in ESCAPES} == set(RUNS)


@pytest.mark.parametrize("key", ["a" * 512, "ab" * 100, "a1" * 256, "a-" * 256, "-" * 512, "a1" * 300])
def test_a_long_run_of_what_a_key_consists_of_takes_a_moment_only(key):
    text = f"x{key[:2] * 500_000}x {key}"
    assert KeyMask([key])(text).endswith(MASK)


def test_a_key_in_json_that_is_no_string_is_left_alone():
    key = "12345678901234567890abcdefabcdef"
    body = '{"a": [12345678901234567890, "%s"], "b": 12345678901234567890}'
    assert KeyMask([key]).body((body % key).encode()) == (body % MASK).encode()


def test_json_stays_json_if_a_key_looks_like_the_end_of_a_string():
    body = '["abcdefgh", "other"]'
    assert KeyMask(['abcdefgh", "']).body(body.encode()) == body.replace("abcdefgh", MASK).encode()


def test_escapes_within_escapes_are_undone_once_each():
    text = HEX_KEY
    for _ in range(6):
        text = quote(json.dumps(text))
    assert KeyMask([HEX_KEY])(text * 2_000).count(MASK) == 2_000


def test_many_heads_in_one_run_are_masked_as_one():
    assert KeyMask([HEX_KEY])(HEX_KEY[:8] * 100_000) == MASK


def test_json_keeps_the_text_of_its_numbers_and_everything_else():
    body = '{ "a":1e400, "b" : 12345678901234567890.10, "n":NaN, "k":"%s", "big":' + "9" * 5_000 + "}"
    assert KeyMask([HEX_KEY]).body((body % HEX_KEY).encode()) == (body % MASK).encode()


def test_members_whose_names_are_masked_all_stay():
    value = {HEX_KEY: 1, HEX_KEY.upper(): 2, MASK: 3, "x": [{f"{HEX_KEY}": 4}], f"{MASK} 2": 5, "y": "é"}
    shown = {MASK: 3, f"{MASK} 2": 5, f"{MASK} 3": 1, f"{MASK} 4": 2, "x": [{f"{MASK} 5": 4}], "y": "é"}
    mask = KeyMask([HEX_KEY])
    assert mask.data(value) == shown
    assert json.loads(mask.body(json.dumps(value).encode())) == shown


def test_a_key_in_pieces_over_several_strings_is_masked_in_each_and_json_stays_json():
    body = json.dumps({"a": [HEX_KEY[:7], 1, {"b\\": HEX_KEY[7:20]}], "c": HEX_KEY[20:], "d": ""})
    loose = json.dumps([HEX_KEY[:7], HEX_KEY[7:20], HEX_KEY[20:], "x"])
    assert set(json.loads(KeyMask([HEX_KEY]).body(body.encode()))) == {"a", "c", "d"}
    assert json.loads(KeyMask([HEX_KEY]).body(loose.encode())) == [MASK, MASK, MASK, "x"]


@pytest.mark.parametrize(
    "around",
    [("", ""), ("\n", "\t"), ("\\", "\\"), ("é", "é"), ('"', '"'), ("\\\\n", "\\"), ("\x000", "\x00")],
)
@pytest.mark.parametrize("form", [str, every_character("\\u{:04x}"), "\n".join, '", "'.join, "\x00".join])
def test_json_stays_json_whatever_stands_around_the_key(around, form):
    texts = [around[0] + form(HEX_KEY) + around[1], "other"]
    for body in (json.dumps(texts), json.dumps(texts, ensure_ascii=False), "\ufeff" + json.dumps(texts)):
        shown = json.loads(KeyMask([HEX_KEY]).body(body.encode()).decode().removeprefix("\ufeff"))
        assert shown[1] == "other"
        assert MASK in shown[0]
        assert HEX_KEY[8:] not in "".join(filter(str.isalnum, shown[0]))


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner | st.text().map(lambda text: f"{text}{HEX_KEY}{text}"))
            | st.dictionaries(st.text() | st.just(HEX_KEY), inner)
        ),
    ),
    is_ascii=st.booleans(),
)
def test_json_of_any_shape_stays_json_of_this_shape(value, is_ascii):
    body = json.dumps(value, ensure_ascii=is_ascii)
    shown = KeyMask([HEX_KEY]).body(body.encode(errors="surrogatepass"))
    assert HEX_KEY.encode() not in shown
    assert shape(json.loads(shown.decode(errors="surrogatepass"))) == shape(value)


def shape(value):
    """A JSON value without its texts."""
    if isinstance(value, dict):
        return [shape(one) for one in value.values()]
    if isinstance(value, list):
        return [shape(one) for one in value]
    return "" if isinstance(value, str) else value


def test_a_key_that_is_cut_where_the_text_ends_is_masked():
    assert (
        KeyMask(["a1b2c3d4e5f6a7b8c9d0"])("The key begins with a1b2c3d4e5f")
        == "The key begins with [api key]"
    )
