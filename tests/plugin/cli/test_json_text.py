import json

from hypothesis import given
from hypothesis import strategies as st

from assemblyai_tools.cli.json_text import with_value

TEXTS = st.text(max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SERVERS = st.none() | st.dictionaries(TEXTS, VALUES, max_size=3)
DOCUMENTS = st.dictionaries(TEXTS, VALUES, max_size=3)


@given(DOCUMENTS, SERVERS, TEXTS, VALUES, st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_whatever_the_text_looks_like_one_value_is_set(
    document, servers, name, value, indent, has_windows_ends
):
    document = {**document, "servers": servers}
    text = json.dumps(document, indent=indent)
    if has_windows_ends:
        text = text.replace("\n", "\r\n")
    wanted = {**document, "servers": {**(document.get("servers") or {}), name: value}}
    found = json.loads(with_value(text, ("servers", name), value))
    assert found == wanted
    assert list(found) == list(wanted)


def test_every_other_letter_stays():
    before = '{ "a":1.10 ,"b" : [1,\n2], "servers":{"x" :{ }} , "c":"}\\u00e9"}\n'
    assert with_value(before, ("servers", "y"), 1) == before.replace("{ }}", '{ }, "y": 1}')
    assert with_value(before, ("a",), 2) == before.replace("1.10", "2")
