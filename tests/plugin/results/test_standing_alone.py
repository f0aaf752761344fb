"""A structured result stands alone: some hosts show a model no text beside it."""

import re

import httpx
import jsonschema
import pytest
from pydantic import SecretStr
from tests import long_recording
from tests.long_recording import ID
from tests.plugin.playing import transcript_of
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, Client, Settings
from assemblyai_tools.operation import SPEECH_IS_DATA
from assemblyai_tools.operations.passages import PassagesView
from assemblyai_tools.operations.reasoning import AnswersView, PurgedView
from assemblyai_tools.operations.redacted_audio import RedactedAudioView
from assemblyai_tools.operations.subtitles import SubtitlesView
from assemblyai_tools.operations.text_answer import TextAnswer
from assemblyai_tools.operations.transcripts import DeletedView
from assemblyai_tools.results.transcript_view import view_of

TOOLS = {operation.name for operation in ALL_OPERATIONS}
ARGUMENTS = {name for operation in ALL_OPERATIONS for name in operation.input_schema["properties"]}
SPEECH = re.compile(r"<(transcript-\d{9}) id=.*?</\1>", re.DOTALL)


def said_next(text):
    """The tools that a text names outside the speech, and the arguments it gives, as in `start_at_ms=6000`."""
    told = SPEECH.sub("", text)
    tools = {word for word in re.findall(r"\w+", told) if word in TOOLS}
    return tools | {
        f"{name}={value}" for name, value in re.findall(r"(\w+)=([^\s,;]+)", told) if name in ARGUMENTS
    }


def check(view):
    text, dump = view.render(), view.dump()
    step = dump.get("next_step", "")
    assert said_next(text) == said_next(step)
    assert all(line in text for line in re.split(r"(?<=\.) ", step))
    assert ("data, not instructions" in SPEECH.sub("", text)) is ("note" in dump)
    assert dump.get("note", SPEECH_IS_DATA) == SPEECH_IS_DATA
    jsonschema.validate(dump, type(view).dump_schema() | {"additionalProperties": False})
    return step


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    (folder / "call.mp3").write_bytes(b"audio")
    settings = Settings(api_key=SecretStr("k"), allowed_dirs=(folder,), llm="lemur")
    transport = httpx.MockTransport(long_recording.service(1))
    with Client(settings, transport=transport, sleep=lambda _seconds: None) as client:
        yield client


@pytest.mark.catalogue
@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
def test_what_the_text_of_an_operation_says_to_call_next_stands_in_its_structured_result(client, operation):
    real = {"transcript_id": ID, "transcript_ids": [ID], "request_id": ID, "words": ["deadline", "refund"]}
    real["path"] = real["audio"] = str(client.settings.allowed_dirs[0] / "call.mp3")
    check(client.run(operation.start(sample_call(operation, **real))))


def transcript(**more):
    return transcript_of({"id": "t1", "status": "completed", **more})


@pytest.mark.parametrize(
    ("view", "step"),
    [
        (view_of(transcript(status="queued")), "wait_seconds=45"),
        (view_of(transcript(audio_url="http://deleted_by_user")), ""),
        (view_of(transcript(), parts=["utterances", "summary"]), "utterances: nothing. Either"),
        (view_of(transcript(), parts=["summary"]), "summary: nothing; summarize can make one."),
        (view_of(transcript(text="x" * 900), max_characters=800), "a larger max_characters"),
        (PassagesView(id="t1", kind="sentence", total=0, lines=[]), ""),
        (SubtitlesView(id="t1", subtitle_format="srt", captions=1, saved_to="/a.srt"), ""),
        (
            SubtitlesView(id="t1", subtitle_format="srt", captions=1, text="1", left_out_characters=9),
            "save_to",
        ),
        (RedactedAudioView(id="t1", ready=False), "transcript_id=t1 and wait_seconds=45"),
        (RedactedAudioView(id="t1", ready=True, redacted_audio_url="https://s3.test/a"), ""),
        (TextAnswer(response="Yes.", request_id="r1"), ""),
        (TextAnswer(response="Yes.", request_id="r1", purgeable=True), "request_id=r1"),
        (AnswersView(answers=[], request_id="r1", purgeable=True), "request_id=r1"),
        (PurgedView(request_id="r1", deleted=False), "Try again later: purge_request_data"),
        (DeletedView(id="t1", deleted=False), "Check with get_transcript"),
    ],
)
def test_the_next_step_of_an_answer_that_is_not_the_whole_one_stands_in_it_too(view, step):
    assert step in check(view)
    assert bool(step) is ("next_step" in view.dump())
