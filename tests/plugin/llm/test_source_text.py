import pytest

from assemblyai_tools.errors import BadRequestError, InvalidArgumentsError
from assemblyai_tools.flow import Host, Request
from assemblyai_tools.llm.gateway import Gateway
from assemblyai_tools.llm.source_text import check_context_window, joined_transcripts, require_speech

MODELS = Request("GET", "/v1/models", host=Host.LLM)
TALK = {
    "id": "t1",
    "status": "completed",
    "utterances": [
        {"speaker": "A", "text": "Good\u202e morning.", "start": 7_000, "end": 8_000},
        {"speaker": "B", "text": "Hi.", "start": 9_000, "end": 9_500},
    ],
}
NOTE = {"id": "t2", "status": "completed", "text": "A note.", "words": None}


def join(ids=("t1", "t2"), model="m", max_tokens=2000):
    text = yield from joined_transcripts(ids)
    yield from check_context_window(text, model, max_tokens)
    return text


def window(length, model="m"):
    return {"data": [{"id": "other", "context_length": 9}, {"id": model, "context_length": length, "new": 1}]}


def test_transcripts_are_joined_with_their_ids_times_and_speakers(walk, reply):
    steps, text = walk(join(), reply(TALK), reply(NOTE), reply(window(200_000)))
    assert steps == [Request("GET", "/v2/transcript/t1"), Request("GET", "/v2/transcript/t2"), MODELS]
    assert text == ("Transcript t1:\n[00:07] A: Good morning.\n[00:09] B: Hi.\n\nTranscript t2:\nA note.")


@pytest.mark.parametrize(
    ("transcript", "problem"),
    [
        (
            {"status": "queued"},
            (
                "Transcript t2 is queued; only completed ones can be read. "
                "Wait for it: call get_transcript with transcript_id=t2 and wait_seconds=45."
            ),
        ),
        (
            {"status": "processing"},
            (
                "Transcript t2 is processing; only completed ones can be read. "
                "Wait for it: call get_transcript with transcript_id=t2 and wait_seconds=45."
            ),
        ),
        (
            {"status": "error", "error": "Bad."},
            "Transcript t2 failed; only completed ones can be read. There is nothing to read of it.",
        ),
        (
            {"status": "completed", "audio_url": "http://deleted_by_user", "text": "Deleted by user."},
            "Transcript t2 is deleted; only completed ones can be read. There is nothing to read of it.",
        ),
    ],
)
def test_only_completed_transcripts_can_be_joined(walk, reply, transcript, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        walk(join(), reply(TALK), reply({"id": "t2", **transcript}))
    assert str(caught.value) == problem


def test_an_unknown_transcript_raises_the_services_error(walk):
    unknown = BadRequestError("Transcript lookup error, transcript id not found (HTTP 400).", status=400)
    with pytest.raises(BadRequestError) as caught:
        walk(join(), unknown)
    assert caught.value is unknown


LONG = {"id": "t2", "status": "completed", "text": "x" * 3_000}


def test_a_text_over_the_models_window_is_refused_before_it_is_sent(walk, reply):
    with pytest.raises(InvalidArgumentsError) as caught:
        walk(join(), reply(TALK), reply(LONG), reply(window(3_000)))
    assert str(caught.value) == (
        "The text has 3,071 characters; m takes about 3,000. "
        "Ask about less at a time, or name a final_model with a larger window."
    )


def test_a_text_that_just_fits_the_models_window_is_sent(walk, reply):
    exact = {**LONG, "text": "x" * (3_000 - 71)}
    _, text = walk(join(), reply(TALK), reply(exact), reply(window(3_000)))
    assert len(text) == 3_000


def test_an_output_limit_over_the_window_leaves_no_room(walk, reply):
    with pytest.raises(InvalidArgumentsError, match=r"; m takes about 0\."):
        walk(join(max_tokens=9_000), reply(TALK), reply(NOTE), reply(window(3_000)))


@pytest.mark.parametrize(
    "models", [{}, {"data": None}, {"data": []}, {"data": [{"id": "m"}]}, window(9, model="another")]
)
@pytest.mark.parametrize(("size", "fits"), [(300_000, True), (400_000, False)])
def test_a_model_of_unknown_size_has_the_default_window(walk, reply, models, size, fits):
    long = {**LONG, "text": "x" * size}
    flow = join()
    if fits:
        _, text = walk(flow, reply(TALK), reply(long), reply(models))
        assert len(text) > size
    else:
        with pytest.raises(InvalidArgumentsError, match=r"m takes about 378,000\."):
            walk(flow, reply(TALK), reply(long), reply(models))


def test_given_text_over_the_models_window_is_refused_before_it_is_sent(walk, reply):
    window = reply({"data": [{"id": "m", "context_length": 22_000}]})
    with pytest.raises(InvalidArgumentsError, match=r"The text has 60,001 characters; .* about 60,000\."):
        walk(Gateway("m").text("summary", {"input_text": "x" * 60_001}), window)


def silent(name):
    return {"id": name, "status": "completed", "text": " ", "utterances": [], "words": []}


def test_speech_is_looked_for_until_some_is_found(walk, reply):
    steps, _ = walk(require_speech(["t0", "t1", "t2"]), reply(silent("t0")), reply(TALK))
    assert [step.path for step in steps] == ["/v2/transcript/t0", "/v2/transcript/t1"]
    assert list(require_speech([])) == []


def test_one_transcript_with_speech_is_enough_to_join(walk, reply):
    _, text = walk(joined_transcripts(["t0", "t1"]), reply(silent("t0")), reply(NOTE))
    assert text == "Transcript t0:\n\n\nTranscript t1:\nA note."


def test_an_error_names_a_few_of_many_silent_transcripts(walk, reply):
    ids = [f"s{number}" for number in range(9)]
    with pytest.raises(
        InvalidArgumentsError, match=r"^Nothing was said in transcripts s0, s1, s2, s3, s4, \.\.\., so"
    ):
        walk(require_speech(ids), *[reply(silent(name)) for name in ids])


def test_a_transcript_that_is_not_completed_is_refused_before_a_model_is_asked(walk, reply):
    with pytest.raises(InvalidArgumentsError, match="t1 is queued; only completed ones can be read"):
        walk(require_speech(["t1"]), reply({"id": "t1", "status": "queued"}))
