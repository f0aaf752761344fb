import pytest

from assemblyai_tools import (
    BadRequestError,
    InvalidArgumentsError,
    TranscriptionFailedError,
    delete_transcript,
    get_transcript,
)
from assemblyai_tools.flow import Await, Request
from assemblyai_tools.operations.transcripts import DeletedView
from assemblyai_tools.results.speech import Line
from assemblyai_tools.results.transcript_view import Part, TranscriptView

WORDS = [
    {"text": f"Word{n}.", "start": n * 1000, "end": n * 1000 + 900, "speaker": "AB"[n % 2]} for n in range(4)
]


def not_found():
    return BadRequestError("Transcript lookup error, transcript id not found (HTTP 400).", status=400)


def test_without_wait_seconds_a_transcript_is_read_once(walk, reply):
    steps, view = walk(
        get_transcript(transcript_id="t1"), reply({"id": "t1", "status": "completed", "text": "Hi."})
    )
    assert steps == [Await("t1", 0)]
    assert view == TranscriptView(
        id="t1", status="completed", parts=[Part(name="text", lines=[Line(text="Hi.")])]
    )


def test_a_transcript_is_waited_for_at_most_wait_seconds(walk, reply):
    steps, view = walk(
        get_transcript(transcript_id="t1", wait_seconds=30), reply({"id": "t1", "status": "processing"})
    )
    assert steps == [Await("t1", 30)]
    assert view.status == "processing"


def test_a_page_begins_at_start_at_ms(walk, reply):
    flow = get_transcript(transcript_id="t1", start_at_ms=2_000)
    _, view = walk(flow, reply({"id": "t1", "status": "completed", "words": WORDS}))
    assert [line.text for line in view.lines] == ["Word2.", "Word3."]


def test_a_page_ends_at_max_characters(walk, reply):
    flow = get_transcript(transcript_id="t1", max_characters=1000)
    _, view = walk(flow, reply({"id": "t1", "status": "completed", "text": "x" * 1500}))
    assert view.parts == [
        Part(name="text", lines=[Line(text="x" * 520 + "... (cut)")], left_out_characters=980)
    ]


def test_the_requested_parts_are_shown_in_their_order(walk, reply):
    body = {
        "id": "t1",
        "status": "completed",
        "text": "Ada left.",
        "entities": [{"entity_type": "person_name", "text": "Ada", "start": 100, "end": 300}],
    }
    _, view = walk(get_transcript(transcript_id="t1", parts=["entities", "text"]), reply(body))
    assert view.parts == [
        Part(name="entities", lines=[Line(text="person_name: Ada", start=100, end=300)]),
        Part(name="text", lines=[Line(text="Ada left.")]),
    ]


def test_a_failed_transcript_raises(walk, reply):
    with pytest.raises(TranscriptionFailedError):
        walk(get_transcript(transcript_id="t1"), reply({"id": "t1", "status": "error", "error": "Bad."}))


def test_a_transcript_that_is_already_deleted_counts_as_deleted(walk, reply):
    deleted = {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}
    steps, view = walk(delete_transcript(transcript_id="t1"), not_found(), reply(deleted))
    assert steps == [Request("DELETE", "/v2/transcript/t1"), Request("GET", "/v2/transcript/t1")]
    assert view == DeletedView(id="t1", deleted=True)


def test_a_refusal_to_delete_a_transcript_that_still_exists_is_raised(walk, reply):
    refusal = BadRequestError("Still processing (HTTP 400).", status=400)
    with pytest.raises(BadRequestError) as caught:
        walk(delete_transcript(transcript_id="t1"), refusal, reply({"id": "t1", "status": "processing"}))
    assert caught.value is refusal


def test_an_unknown_transcript_cannot_be_deleted(walk):
    with pytest.raises(BadRequestError) as caught:
        walk(delete_transcript(transcript_id="t1"), not_found(), not_found())
    assert caught.value.message == "Transcript lookup error, transcript id not found (HTTP 400)."


@pytest.mark.parametrize("operation", [get_transcript, delete_transcript])
def test_only_an_id_becomes_part_of_a_path(operation):
    with pytest.raises(InvalidArgumentsError) as caught:
        operation.start({"transcript_id": "../../account"})
    assert str(caught.value) == (
        f"{operation.name} was not called: transcript_id: '../../account' is not an id: ids hold only letters, "
        "digits, '-' and '_', at most 64 of them. Use the id exactly as a tool returned it. "
        "Correct the arguments and call again."
    )


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"start_at_ms": -1}, "start_at_ms: give a number of at least 0"),
        ({"max_characters": 999}, "max_characters: give a number from 1,000 to 200,000"),
        ({"max_characters": 200_001}, "max_characters: give a number from 1,000 to 200,000"),
        (
            {"parts": ["text", "mood"]},
            (
                "parts.1: give 'text', 'utterances', 'words', 'entities', 'sentiment', 'highlights', "
                "'topics', 'safety', 'chapters', 'summary' or 'translations'"
            ),
        ),
        ({"wait_seconds": 901}, "wait_seconds: give seconds from 0 to 900"),
    ],
)
def test_wrong_arguments_are_explained_before_anything_is_sent(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        get_transcript.start({"transcript_id": "t1", **raw})
    assert caught.value.message == f"get_transcript was not called: {problem}."


NOT_MARKED = (
    "The service took the request for t1 but does not mark it as deleted. Check with get_transcript and "
    "transcript_id=t1."
)


@pytest.mark.parametrize(
    ("audio_url", "deleted", "text"),
    [
        (
            "http://deleted_by_user",
            True,
            "Transcript t1 is deleted: its text and uploaded audio are gone.",
        ),
        (
            "https://x.test/a.mp3",
            False,
            NOT_MARKED,
        ),
    ],
)
def test_a_deletion_reports_what_the_service_says(walk, reply, audio_url, deleted, text):
    body = {"id": "t1", "status": "completed", "audio_url": audio_url, "text": "Deleted by user."}
    steps, view = walk(delete_transcript(transcript_id="t1"), reply(body))
    assert steps == [Request("DELETE", "/v2/transcript/t1")]
    assert (view, view.render()) == (DeletedView(id="t1", deleted=deleted), text)


def test_an_unknown_transcript_raises_the_services_error(walk):
    refusal = not_found()
    with pytest.raises(BadRequestError) as caught:
        walk(get_transcript(transcript_id="t1"), refusal)
    assert caught.value is refusal


@pytest.mark.parametrize(
    ("transcript", "words"),
    [
        ({"audio_duration": 57, "text": "Good morning."}, '57 s, "Good morning."'),
        ({"text": "word " * 40}, f'"{"word " * 16}..."'),
        ({"status": "processing"}, "processing"),
        (
            {"audio_duration": 57, "audio_url": "http://deleted_by_user", "text": "gone"},
            None,
        ),
        ({}, ""),
    ],
)
def test_the_preview_of_a_deletion_describes_the_transcript(walk, reply, transcript, words):
    steps, told = walk(
        delete_transcript.described(delete_transcript.validated({"transcript_id": "t1"})),
        reply({"id": "t1", "status": "completed", **transcript}),
    )
    assert told == words
    assert [f"{step.method} {step.path}" for step in steps] == ["GET /v2/transcript/t1"]
