"""Ids, times and dates in the forms in which people and models write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.arguments.catalogue import ARGUMENTS, call_with

from assemblyai_tools import (
    InvalidArgumentsError,
    delete_transcript,
    get_transcript,
    list_transcripts,
    purge_request_data,
    summarize,
    transcribe,
)
from assemblyai_tools.text import clock_time

pytestmark = pytest.mark.catalogue

ID = "0f5e9f0a-1111-4222-8333-abcdefabcdef"
URL = "https://x.test/a.mp3"


@pytest.mark.parametrize(
    "text",
    [
        f" {ID}\n",
        ID.upper(),
        f'"{ID}"',
        f"`{ID}`.",
        f"<{ID}>",
        f'["{ID}"]',
        f"id: {ID.upper()}",
        f"transcript_id={ID}",
        f"https://api.assemblyai.com/v2/transcript/{ID}",
        f"https://api.assemblyai.com/v2/transcript/{ID}/sentences?x=1",
        f"https://www.assemblyai.com/dashboard/transcripts/{ID.upper()}#top",
        f"https://www.assemblyai.com/app/history?open={ID}",
        f"assemblyai://transcripts/{ID}/text",
        f"assemblyai%3A%2F%2Ftranscripts%2F{ID}%2Ftext",
        [ID],
    ],
)
async def test_an_id_is_found_in_what_was_copied_along_with_it(received, text):
    assert (await received(get_transcript, {"transcript_id": text})).transcript_id == ID
    assert (await received(delete_transcript, {"transcript_id": text})).transcript_id == ID
    assert (await received(summarize, {"transcript_ids": [text]})).transcript_ids == [ID]


def test_the_id_of_a_request_is_found_in_its_address():
    address = f"https://api.assemblyai.com/lemur/v3/{ID}"
    assert purge_request_data.validated({"request_id": address}).request_id == ID


def test_an_id_of_another_form_keeps_its_case():
    assert get_transcript.validated({"transcript_id": "AbC_9"}).transcript_id == "AbC_9"


@pytest.mark.parametrize(
    "text", ["a b", "a/b", f"{ID} or {ID[:-1]}0", "x" * 65, "é", "../../account", "%2e%2e"]
)
def test_what_is_no_id_is_repeated_as_it_was_given(text):
    with pytest.raises(InvalidArgumentsError) as caught:
        get_transcript.start({"transcript_id": text})
    assert f"transcript_id: {text!r} is not an id" in str(caught.value)


TIMES = [
    (operation, name)
    for operation, name in ARGUMENTS
    if name.endswith(("_ms", "_seconds")) or name in {"audio_start_from", "audio_end_at"}
]


@pytest.mark.parametrize(("operation", "name"), TIMES, ids=[f"{one[0].name}-{one[1]}" for one in TIMES])
@pytest.mark.parametrize(
    "text", ["1:05", "00:01:05", "0:01:05.000", "1m5s", "1 min 5 sec", "65 seconds", "65000ms"]
)
def test_every_time_may_be_a_clock_time_or_have_a_unit(operation, name, text):
    unit = 1 if name.endswith("_seconds") else 1000
    meant = operation.validated(call_with(operation, name, 65 * unit))
    assert operation.validated(call_with(operation, name, text)) == meant


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1:05", 65_000),
        ("1:05.25", 65_250),
        ("1:05,5", 65_500),
        ("90:00", 5_400_000),
        ("1:00:00", 3_600_000),
        ("2 hours", 7_200_000),
        ("1.5 minutes", 90_000),
        ("1h 2min, 3 secs", 3_723_000),
        ("250 milliseconds", 250),
        ("250 MS", 250),
        ("65000", 65_000),
        ("65,000", 65_000),
        (1234.6, 1235),
        ("1234.6", 1235),
    ],
)
def test_a_time_is_read_in_any_usual_form(text, milliseconds):
    assert get_transcript.validated({"transcript_id": "t1", "start_at_ms": text}).start_at_ms == milliseconds


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "1:65",
        "1:5:00",
        "-1:05",
        "1:05 h",
        "5 minutess",
        "1:",
        True,
        "9" * 30 + ":00",
        "9" * 30 + " h",
    ],
)
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(
        InvalidArgumentsError, match="is no time; give milliseconds, or a clock time such as 1:05"
    ):
        get_transcript.start({"transcript_id": "t1", "start_at_ms": text})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1" * 400 + ".5", [1, 2], {"at": 1}])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(InvalidArgumentsError, match="start_at_ms: "):
        get_transcript.start({"transcript_id": "t1", "start_at_ms": value})


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 360_000))
@pytest.mark.no_cover
def test_our_own_clock_times_are_read_back(seconds):
    shown = clock_time(seconds * 1000)
    assert (
        get_transcript.validated({"transcript_id": "t1", "start_at_ms": shown}).start_at_ms == seconds * 1000
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"audio_start_from": 2, "audio_end_at": 6},
            (
                "audio_start_from and audio_end_at are in milliseconds: give audio_start_from=2000, audio_end_at=6000 "
                "if seconds were meant, or else a clock time such as 0:00.5"
            ),
        ),
        (
            {"audio_start_from": 0, "audio_end_at": "90"},
            (
                "audio_end_at is in milliseconds: give audio_end_at=90000 if seconds were meant, or else a clock time "
                "such as 0:00.5"
            ),
        ),
        (
            {"audio_start_from": 2.5},
            (
                "audio_start_from is in milliseconds: give audio_start_from=2500 if seconds were meant, or else a "
                "clock time such as 0:00.5"
            ),
        ),
    ],
)
def test_seconds_given_for_milliseconds_are_refused_with_the_call_that_was_meant(given, told):
    with pytest.raises(InvalidArgumentsError) as caught:
        transcribe.start({"audio": URL, **given})
    assert caught.value.message == f"transcribe was not called: {told}."


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (
            {"audio_start_from": "0:00.5", "audio_end_at": "6s"},
            {"audio_start_from": 500, "audio_end_at": 6000},
        ),
        ({"audio_start_from": 2000, "audio_end_at": 6000}, {"audio_start_from": 2000, "audio_end_at": 6000}),
        (
            {"audio_start_from": 500, "audio_end_at": 60_000},
            {"audio_start_from": 500, "audio_end_at": 60_000},
        ),
        ({"audio_start_from": 0}, {"audio_start_from": 0}),
    ],
)
def test_times_that_can_be_milliseconds_are_taken(given, sent):
    assert transcribe.validated({"audio": URL, **given}).options() == sent


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-25",
        " 2026/11/25 ",
        "2026.11.25",
        "2026-11-25T10:00:00Z",
        date(2026, 11, 25),
        datetime(2026, 11, 25, tzinfo=UTC),
    ],
)
def test_a_date_is_read_from_its_usual_forms(day):
    assert list_transcripts.validated({"created_on": day}).created_on == "2026-11-25"


@pytest.mark.parametrize("day", ["yesterday", "25.11.2026", 20261125])
def test_what_is_no_date_is_refused_with_the_form(day):
    with pytest.raises(InvalidArgumentsError, match="created_on: give a date as YYYY-MM-DD"):
        list_transcripts.start({"created_on": day})


@pytest.mark.parametrize("value", [5, True, {"id": "t1"}])
def test_what_is_no_text_is_no_id(value):
    with pytest.raises(InvalidArgumentsError, match="transcript_id: give a text"):
        get_transcript.start({"transcript_id": value})
