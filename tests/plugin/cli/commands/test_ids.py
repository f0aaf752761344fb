"""Which transcript is meant by what a person types."""

import pytest

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.cli.ids import one_id, several_ids
from assemblyai_tools.ledger_steps import Known, KnownTranscripts

WHOLE = "0f4ac1de-8a34-4c66-b1c6-5b1e0d8b0f11"
DELETED = "http://deleted_by_user"
ROWS = [
    {"id": "9abc", "status": "processing", "created": "2026-11-26T10:00:00.5"},
    {"id": "9abd", "status": "completed", "audio_url": DELETED},
    {"id": "77aa", "status": "completed"},
    {"id": "7", "status": "completed"},
    {"id": "77ab", "status": "error"},
]
NAMES = {"77aa": "Team call.mp3", "77ab": "team call.mp3", "9abc": None, "7": "Überblick.wav"}


def found(flow, reply, rows=ROWS):
    """Run the flow against this list and this ledger."""
    step = next(flow)
    while True:
        if isinstance(step, KnownTranscripts):
            known = {
                one: Known(one, "completed", name=NAMES[one]) for one in step.transcript_ids if one in NAMES
            }
            answer = known
        else:
            answer = reply({"transcripts": rows})
        try:
            step = flow.send(answer)
        except StopIteration as ended:
            return ended.value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("last", "9abc"),
        ("9", "9abc"),
        ("7", "7"),
        ("77aa", "77aa"),
        ("überblick.WAV", "7"),
        ("calls/Überblick", "7"),
    ],
)
def test_a_beginning_a_name_or_last_is_enough(reply, typed, meant):
    assert found(one_id(typed), reply) == meant


@pytest.mark.parametrize(
    "typed", [WHOLE, f" {WHOLE} ", f"https://www.assemblyai.com/dashboard/transcript/{WHOLE}"]
)
def test_a_whole_id_or_an_address_needs_no_look(typed):
    with pytest.raises(StopIteration) as ended:
        next(one_id(typed))
    assert ended.value.value == typed.strip()


@pytest.mark.parametrize(
    ("typed", "rows", "said"),
    [
        (
            "team call",
            ROWS,
            "'team call' may be any of 2 transcripts: 77aa, Team call.mp3; 77ab, team call.mp3. Give more of the id",
        ),
        (
            "zz",
            ROWS,
            "There is no transcript 'zz'; the newest are 9abc, 2026-11-26 10:00; 77aa, Team call.mp3;",
        ),
        ("last", [], "There is no transcript 'last'. Transcribe a recording first."),
    ],
)
def test_what_is_not_clear_is_answered_with_what_may_be_meant(reply, typed, rows, said):
    with pytest.raises(InvalidArgumentsError) as caught:
        found(one_id(typed), reply, rows)
    assert said in str(caught.value)


def test_several_are_given_as_words_or_with_commas_and_each_counts_once(reply):
    ids = found(several_ids([f"last,{WHOLE}", "77aa, last"], may_be_all=True), reply)
    assert ids == ["9abc", WHOLE, "77aa"]


def test_all_are_the_completed_ones(reply):
    assert found(several_ids(["all"], may_be_all=True), reply) == ["77aa", "7"]
    with pytest.raises(InvalidArgumentsError, match="`all` stands for all transcripts in `search` only"):
        found(several_ids(["all"], may_be_all=False), reply)
    with pytest.raises(InvalidArgumentsError, match="There is no completed transcript"):
        found(several_ids(["all"], may_be_all=True), reply, ROWS[:1])
