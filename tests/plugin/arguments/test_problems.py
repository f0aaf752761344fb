"""An error is one short sentence that says what to give."""

import pytest
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, InvalidArgumentsError, ask_question, get_transcript, transcribe

pytestmark = pytest.mark.catalogue

LONGEST = 320
"""Characters of an error about one argument, at most."""

URL = "https://x.test/a.mp3"


def explain(operation, **given):
    with pytest.raises(InvalidArgumentsError) as caught:
        operation.start(given)
    assert len(str(caught.value)) <= LONGEST
    return caught.value.message.removeprefix(f"{operation.name} was not called: ").removesuffix(".")


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
@pytest.mark.parametrize("name", ["zzz", "x" * 5000, "config"])
def test_an_unknown_argument_is_refused_in_one_short_sentence(operation, name):
    names = list(operation.arguments.model_fields)
    told = explain(operation, **sample_call(operation), **{name: 1})
    listed = f"; it takes {', '.join(names)}" if len(names) <= 8 else ""
    shown = name if len(name) <= 80 else f"{name[:80]}..."
    assert told == f"there is no argument '{shown}'{listed}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"wait_seconds": -1}, "wait_seconds: give seconds from 0 to 900"),
        ({"wait_seconds": 901}, "wait_seconds: give seconds from 0 to 900"),
        (
            {"wait_seconds": "an hour"},
            "wait_seconds: 'an hour' is no time; give seconds, or a clock time such as 1:05",
        ),
        (
            {"wait_seconds": True},
            "wait_seconds: 'True' is no time; give seconds, or a clock time such as 1:05",
        ),
        ({"speaker_labels": "perhaps"}, "speaker_labels: give true or false"),
        ({"speaker_labels": 2}, "speaker_labels: give true or false"),
        ({"speaker_labels": [True, False]}, "speaker_labels: give true or false"),
        ({"speakers_expected": "two"}, "speakers_expected: give a whole number"),
        ({"speakers_expected": 2.5}, "speakers_expected: give a whole number"),
        ({"speakers_expected": [2, 3]}, "speakers_expected: give a whole number"),
        ({"speakers_expected": 0}, "speakers_expected: give a number of at least 1"),
        ({"keyterms_prompt": [["a", "b"]]}, "keyterms_prompt.0: give a text"),
        ({"keyterms_prompt": {"a": 1}}, "keyterms_prompt.0: give a text"),
        (
            {"keyterms_prompt": ["word " * 7000]},
            f"keyterms_prompt: '{('word ' * 16)}...' has more than 6 words",
        ),
        ({"custom_spelling": ["asm"]}, "custom_spelling.0: give an object with from, to"),
        ({"domain": 7}, "domain: give a text"),
    ],
)
def test_a_wrong_value_is_answered_with_what_to_give(given, told):
    assert explain(transcribe, audio=URL, **given) == told


def test_what_is_neither_a_list_nor_a_value_is_no_list():
    assert explain(get_transcript, transcript_id="t1", parts=object()) == "parts: give a list"


def test_a_wrong_temperature_is_answered_with_a_number():
    asked = {"transcript_ids": ["t1"], "questions": ["Who?"]}
    assert explain(ask_question, **asked, temperature="hot") == "temperature: give a number"
    assert explain(ask_question, **asked, temperature=[1, 2]) == "temperature: give a number"
    assert explain(ask_question, **asked, temperature=1.5) == "temperature: give a number from 0 to 1"


def test_the_names_of_a_small_object_are_listed_once():
    given = {"question": "Who?", "zzz": 1, "yyy": 2}
    assert explain(ask_question, transcript_ids=["t1"], questions=[given]) == (
        "there is no argument 'questions.0.zzz'; there is no argument 'questions.0.yyy'; "
        "questions.0 takes question, context, answer_format, answer_options"
    )


def test_the_confirmation_is_suggested_where_it_exists():
    delete = next(operation for operation in ALL_OPERATIONS if operation.name == "delete_transcript")
    with pytest.raises(InvalidArgumentsError, match=r"no argument 'confrim' \(did you mean 'confirm'\?\)"):
        delete.validated({"transcript_id": "t1", "confrim": True}, beside=("confirm",))
    with pytest.raises(InvalidArgumentsError, match="no argument 'zzz'; it takes transcript_id, confirm"):
        delete.validated({"transcript_id": "t1", "zzz": True}, beside=("confirm",))
    with pytest.raises(InvalidArgumentsError, match="no argument 'confirm'; it takes transcript_id"):
        delete.validated({"transcript_id": "t1", "confirm": True})
