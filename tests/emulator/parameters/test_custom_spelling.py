import pytest

from assemblyai_emulator.parameters.custom_spelling import is_rows


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ([], True),
        ([{"from": ["air bee", "arby"], "to": "Airbnb"}], True),
        ([{"from": ["a"], "to": "b c"}], False),
        ([{"from": ["a"], "to": ""}], False),
        ([{"from": ["a"], "to": " b"}], False),
        ([{"from": [], "to": "b"}], False),
        ([{"from": [" "], "to": "b"}], False),
        ([{"from": "a", "to": "b"}], False),
        ([{"from": ["a"]}], False),
        ([{"from": ["a"], "to": "b", "more": 1}], False),
        (["a"], False),
        ({"a": "b"}, False),
    ],
)
def test_a_row_has_phrases_and_one_word(value, accepted):
    assert is_rows(value) == accepted
