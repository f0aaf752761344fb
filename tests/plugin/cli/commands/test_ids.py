"""Which transcript is meant by what a person types."""

import pytest

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.cli import account_list
from assemblyai_tools.cli.ids import one_id, several_ids
from assemblyai_tools.ledger_steps import Known, KnownTranscripts, LastTranscript

WHOLE = "0f4ac1de-8a34-4c66-b1c6-5b1e0d8b0f11"
DELETED = "http://deleted_by_user"
ROWS = [
    {"id": "9abc", "status": "processing", "created": "2026-11-26T10:00:00.5"},
    {"id": "9abd", "status": "completed", "audio_url": DELETED},
    {"id": "77aa", "status": "completed"},
    {"id": "7", "status": "completed"},
    {"id": "77ab", "status": "error"},
]
NAMES = {
    "77aa": "Team call.mp3",
    "77ab": "team call.mp3",
    "9abc": None,
    "7": "Überblick.wav",
    "c1": "c, d.ogg",
}


def found(flow, reply, rows=ROWS, last=None):
    """Run the flow against this list and this ledger."""
    step = next(flow)
    while True:
        if isinstance(step, KnownTranscripts):
            known = {
                one: Known(one, "completed", name=NAMES[one]) for one in step.transcript_ids if one in NAMES
            }
            answer = known
        elif isinstance(step, LastTranscript):
            answer = last
        else:
            before = (
                [row["id"] for row in rows].index(step.query["before_id"]) + 1
                if "before_id" in step.query
                else 0
            )
            answer = reply({"transcripts": rows[before : before + 200]})
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
    assert found(several_ids([f"last,{WHOLE}", "77aa, last"]), reply) == ["9abc", WHOLE, "77aa"]


def test_a_name_with_a_comma_is_taken_whole_if_there_is_one(reply):
    rows = [{"id": "c1", "status": "completed"}, *ROWS]
    assert found(several_ids(["c, d.ogg"]), reply, rows) == ["c1"]


@pytest.mark.parametrize("typed", ["", " ", ","])
def test_an_empty_word_means_no_transcript(reply, typed):
    with pytest.raises(InvalidArgumentsError, match="An ID is empty"):
        found(one_id(typed), reply)


def long_list(number):
    """As many transcripts as are wanted, newest first; their ids begin with their number."""
    return [{"id": f"{one:08}-tail", "status": "completed"} for one in range(number)]


def test_what_is_not_among_the_newest_is_looked_for_in_the_whole_list(reply):
    rows = long_list(2_345)
    assert found(one_id("00002344"), reply, rows) == "00002344-tail"
    with pytest.raises(InvalidArgumentsError, match=r"There is no transcript 'zz'; the newest"):
        found(one_id("zz"), reply, rows)
    with pytest.raises(InvalidArgumentsError, match="1,000 transcripts among the newest 2,000: 00001000"):
        found(one_id("00001"), reply, rows)


@pytest.mark.parametrize("typed", ["last", "77aa", "9abc5678", "9abc56789", "c, d.ogg", "Überblick.wav"])
def test_what_deletes_takes_what_is_sure(reply, typed):
    rows = [{"id": "9abc56789a", "status": "queued"}, {"id": "c1", "status": "error"}, *ROWS]
    assert found(one_id(typed, surely=True), reply, rows) in ("9abc56789a", "77aa", "c1", "7")


@pytest.mark.parametrize("typed", ["9", "9abc567", "überblick.wav", "Überblick", "calls/Überblick.wav"])
def test_what_deletes_takes_nothing_less(reply, typed):
    rows = [{"id": "9abc56789a", "status": "queued"}, *ROWS]
    with pytest.raises(
        InvalidArgumentsError, match=r"No transcript is surely meant by .* first 8 characters"
    ):
        found(one_id(typed, surely=True), reply, rows)


def test_what_deletes_looks_at_the_whole_list(reply, monkeypatch):
    rows = [
        {"id": "00000007-x", "status": "queued"},
        *long_list(2_345),
        {"id": "00000007-z", "status": "error"},
    ]
    with pytest.raises(InvalidArgumentsError, match="may be any of 3 transcripts: 00000007-x"):
        found(one_id("00000007", surely=True), reply, rows)
    monkeypatch.setattr(account_list, "_MOST_PAGES", 3)
    with pytest.raises(InvalidArgumentsError, match=r"more than 600 transcripts. Give the whole id"):
        found(one_id("00000100", surely=True), reply, rows)
    with pytest.raises(InvalidArgumentsError, match="no transcript 'zz' among the newest 600"):
        found(one_id("zz"), reply, rows)


def test_all_is_no_transcript_unless_a_file_has_this_name(reply):
    with pytest.raises(InvalidArgumentsError, match="`all` stands for all transcripts in `search` only"):
        found(several_ids(["all"]), reply)


def test_last_is_what_was_given_last_and_never_another_one_in_its_place(reply):
    assert found(one_id("last"), reply, last=Known("77aa", "completed")) == "77aa"
    with pytest.raises(InvalidArgumentsError, match=r"last transcript \(77aa, Team call\.mp3\) is deleted"):
        found(one_id("last"), reply, last=Known("77aa", "deleted", name="Team call.mp3"))
    with pytest.raises(InvalidArgumentsError, match=r"last transcript \(77aa\) is deleted"):
        found(one_id("last"), reply, last=Known("77aa", "deleted"))
