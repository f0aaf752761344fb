"""JSON stays JSON where a key in it is masked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plugin.transport.keys import HEX_KEY, MASK, every_character

from assemblyai_tools.transport.key_masking import KeyMask


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


def test_a_key_with_quotes_is_masked_in_json_too():
    key = 'a "quoted" é secret'
    assert json.loads(KeyMask([key]).body(json.dumps([f"{key}!"]).encode())) == [f"{MASK}!"]


def test_a_key_in_json_that_is_no_string_is_left_alone():
    key = "12345678901234567890abcdefabcdef"
    body = '{"a": [12345678901234567890, "%s"], "b": 12345678901234567890}'
    assert KeyMask([key]).body((body % key).encode()) == (body % MASK).encode()


def test_json_stays_json_if_a_key_looks_like_the_end_of_a_string():
    body = '["abcdefgh", "other"]'
    assert KeyMask(['abcdefgh", "']).body(body.encode()) == body.replace("abcdefgh", MASK).encode()


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
