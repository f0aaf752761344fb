import json

import pytest
from tests.plugin.playing import with_speech

from assemblyai_tools import ConfigurationError
from assemblyai_tools.flow import Choices, Complete, Completion
from assemblyai_tools.llm.minutes import Action, Noted, take_minutes

ALL = ("people", "date", "summary", "decisions", "actions")
OWN, GATEWAY, LEMUR = Choices(llm="own"), Choices(llm="gateway"), Choices(llm="lemur")
TEXT = {"input_text": "Ada: I will send the figures on Friday."}


def answered(*texts):
    """A model's answers as the JSON that it is asked for."""
    return json.dumps({"answers": [{"question": "?", "answer": text} for text in texts]})


@pytest.fixture
def taken(walk):
    """What is noted, from what the caller's own model says."""

    def take(said, topics=ALL, summary_format=None):
        steps, noted = walk(take_minutes(OWN, TEXT, topics, summary_format), said)
        assert len(steps) == 1
        return noted

    return take


def test_one_request_asks_for_everything(walk):
    said = answered(
        "Ada\nBen",
        "3 May 2026",
        "Ada reports.",
        "- Ship it.\n- Tell them.",
        "Send figures | Ada | Friday\nCall | - | -",
    )
    steps, noted = walk(take_minutes(OWN, TEXT, ALL, "one sentence"), said)
    (asked,) = steps
    assert isinstance(asked, Complete)
    assert "in summary? (Answer format: one sentence)" in asked.prompt
    assert "max_output_size" not in asked.prompt
    assert noted == Noted(
        people=("Ada", "Ben"),
        date="3 May 2026",
        summary="Ada reports.",
        decisions=["Ship it.", "Tell them."],
        actions=[Action("Send figures", "Ada", "Friday"), Action("Call")],
    )


@pytest.mark.parametrize("nothing", ["none", "None.", "- none", "", "n/a"])
def test_a_word_for_nothing_is_nothing(taken, nothing):
    noted = taken(answered(nothing, nothing, "It is short.", nothing, nothing))
    assert noted == Noted(summary="It is short.", decisions=[], actions=[])


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Send it | Ada | unknown", [Action("Send it", "Ada")]),
        ("Send it | Ada", [Action("Send it", "Ada")]),
        ("1. Send it\n2) Call Ben", [Action("Send it"), Action("Call Ben")]),
        ("* **Send it** | - | Friday", [Action("Send it", None, "Friday")]),
        ("a | b | c | d", [Action("a | b | c | d")]),
        (
            "| what | who | when |\n|---|:-:|---|\n| Send it | Ada | Friday |",
            [Action("Send it", "Ada", "Friday")],
        ),
        (" | Ada | Friday", [Action("Ada", "Friday")]),
    ],
)
def test_action_items_are_read_as_models_write_them(taken, text, actions):
    assert taken(answered(text), ["actions"]).actions == actions


def test_a_sentence_is_no_name_and_no_date(taken):
    long = "The recording does not say who takes part, but there seem to be two people who know each other."
    noted = taken(answered(long, "Monday\nTuesday", "So.", "none", "none"))
    assert (noted.people, noted.date) == ((), None)


@pytest.mark.parametrize(
    ("said", "cut"), [("They met and agreed.", False), (Completion('{"answers": [{"qu', cut=True), True)]
)
def test_what_has_no_parts_is_kept_as_the_summary(taken, said, cut):
    text = said if isinstance(said, str) else said.text
    assert taken(said) == Noted(summary=text, is_one_text=True, is_cut=cut)


def test_lemur_answers_the_same_questions(walk, reply):
    pairs = [{"question": "?", "answer": text} for text in ("Ada", "none", "So.", "none", "Call | Ben | -")]
    steps, noted = walk(take_minutes(LEMUR, TEXT, ALL, None), reply({"request_id": "r1", "response": pairs}))
    assert steps[0].path == "/lemur/v3/generate/question-answer"
    assert steps[0].json["max_output_size"] == 4000
    assert noted == Noted("r1", ("Ada",), None, "So.", [], [Action("Call", "Ben")])


def test_fewer_answers_of_lemur_are_one_text(walk, reply):
    pairs = [{"question": "?", "answer": text} for text in ("So.", "And so.")]
    _, noted = walk(take_minutes(LEMUR, TEXT, ALL, None), reply({"request_id": "r1", "response": pairs}))
    assert noted == Noted("r1", summary="So.\n\nAnd so.", is_one_text=True)


def test_the_gateway_is_asked_once_with_a_schema(walk, reply):
    message = {"role": "assistant", "content": answered("Call | Ben | Friday")}
    body = {"request_id": "r1", "choices": [{"message": message, "finish_reason": "stop"}]}
    flow = with_speech(
        take_minutes(GATEWAY, {"transcript_ids": ["t1"], "max_output_size": 9}, ["actions"], None)
    )
    steps, noted = walk(flow, reply(body))
    (asked,) = steps
    assert asked.json["response_format"]["type"] == "json_schema"
    assert asked.json["max_tokens"] == 9
    assert noted == Noted("r1", actions=[Action("Call", "Ben", "Friday")])


def test_an_error_of_the_model_is_an_error(walk):
    with pytest.raises(ConfigurationError):
        walk(take_minutes(OWN, TEXT, ALL, None), ConfigurationError("There is no model."))
