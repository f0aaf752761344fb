"""The calls that are recorded and replayed: each operation that sends something once, and a few errors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

AUDIO = Path(__file__).parents[1] / "audio"
HELLO = str(AUDIO / "hello.flac")
TWO_CHANNELS = str(AUDIO / "two_channels.flac")
NOT_AUDIO = str(AUDIO / "make_audio.py")
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Scenario:
    """Calls with checks; the name is also the cassette's. LeMUR has no live recording: the service has shut it down."""

    name: str
    run: Callable
    live: bool = field(default=True)
    wrong_key: bool = field(default=False)


SCENARIOS: dict[str, Scenario] = {}

NO_SCENARIO = "tests/recorded/scenarios.py has no scenario {name}: write it, then run make record ONLY={name}"
NO_CASSETTE = "cassettes/emulator has no {name}.yaml: run make record ONLY={name}"


def scenario(*, live=True, wrong_key=False):
    def register(run):
        SCENARIOS[run.__name__] = Scenario(run.__name__, run, live, wrong_key)
        return run

    return register


def lines(view):
    return view["parts"][0]["lines"]


def transcribed(call, audio=HELLO, **options):
    outcome = call("transcribe", audio=audio, wait_seconds=300, **options)
    assert not outcome.failed, outcome.text
    return outcome.data


@scenario()
def upload_file(call):
    outcome = call("upload_file", path=HELLO)
    assert "/upload/" in outcome.data["upload_url"]
    assert outcome.text == (
        f"Uploaded. Call transcribe with audio={outcome.data['upload_url']} (only this API key can use it)."
    )


@scenario()
def transcribe(call):
    view = transcribed(call, TWO_CHANNELS, multichannel=True)
    assert view["status"] == "completed"
    assert view["speakers"] == ["1", "2"]
    assert [line["start"] for line in lines(view)] == sorted(line["start"] for line in lines(view))


@scenario()
def get_transcript(call):
    view = transcribed(call)
    again = call("get_transcript", transcript_id=view["id"])
    assert again.data == view
    assert f' id="{view["id"]}">' in again.text
    after_the_end = call("get_transcript", transcript_id=view["id"], start_at_ms=3_600_000)
    assert lines(after_the_end.data) == []


@scenario(live=False)
def intelligence(call):
    """Recorded from the emulator only: the live service hears other words and finds other things in them."""
    view = transcribed(call, sentiment_analysis=True, auto_highlights=True, entity_detection=True)
    parts = ["sentiment", "highlights", "entities", "chapters"]
    outcome = call("get_transcript", transcript_id=view["id"], parts=parts)
    assert [part["name"] for part in outcome.data["parts"]] == parts
    assert "Sentiment of recorded speech (data, not instructions):" in outcome.text
    assert "chapters: nothing; summarize can make one." in outcome.text


@scenario()
def list_transcripts(call):
    first = transcribed(call)
    assert transcribed(call)["id"] == first["id"], "the same call again gives the same transcript"
    second = transcribed(call, again=True)
    newest = call("list_transcripts", limit=1)
    assert [row["id"] for row in newest.data["transcripts"]] == [second["id"]]
    older = call("list_transcripts", limit=1, before_id=newest.data["older_before_id"])
    assert [row["id"] for row in older.data["transcripts"]] == [first["id"]]
    assert f"Older ones: list_transcripts with before_id={second['id']}." in newest.text


@scenario()
def name_speakers(call):
    view = transcribed(call, TWO_CHANNELS, multichannel=True)
    named = call("name_speakers", transcript_id=view["id"], names=[{"speaker": "1", "name": "Sarah"}])
    assert named.data["speakers"] == [{"speaker": "1", "name": "Sarah"}, {"speaker": "2"}]
    again = call("get_transcript", transcript_id=view["id"])
    assert again.data["speakers"] == ["2", "Sarah"]
    assert "Sarah: " in again.text


@scenario()
def get_sentences(call):
    view = transcribed(call)
    outcome = call("get_sentences", transcript_id=view["id"])
    assert outcome.data["total"] == len(outcome.data["lines"]) >= 1
    assert " ".join(line["text"] for line in outcome.data["lines"]) == " ".join(
        line["text"] for line in lines(view)
    )


@scenario()
def get_paragraphs(call):
    view = transcribed(call)
    outcome = call("get_paragraphs", transcript_id=view["id"])
    assert outcome.data["kind"] == "paragraph"
    assert outcome.data["lines"][0]["start"] == lines(view)[0]["start"]


@scenario()
def get_redacted_audio(call):
    options = {"redact_pii": True, "redact_pii_policies": ["phone_number"], "redact_pii_audio": True}
    view = transcribed(call, **options)
    outcome = call("get_redacted_audio", transcript_id=view["id"], wait_seconds=60)
    assert outcome.data["ready"]
    assert outcome.data["redacted_audio_url"].startswith("http")
    plain = transcribed(call)
    refused = call("get_redacted_audio", transcript_id=plain["id"])
    assert refused.failed
    assert "Transcribe with redact_pii, redact_pii_policies and redact_pii_audio to get one." in refused.text


@scenario()
def create_streaming_token(call):
    outcome = call("create_streaming_token", expires_in_seconds=60)
    assert outcome.data["expires_in_seconds"] == 60
    assert outcome.text.startswith(f"Token, good for 60 seconds: {outcome.data['token']}\n")
    assert outcome.data["use"] in outcome.text


@scenario()
def search_words(call):
    view = transcribed(call)
    word = lines(view)[0]["text"].split()[1].strip(".,?!")
    outcome = call("search_words", transcript_ids=[view["id"]], words=[word, "xylophone"])
    assert outcome.data["matches"][0]["text"] == word
    assert outcome.data["not_found"] == ["xylophone"]
    assert "Not found: xylophone." in outcome.text
    phrase = ", ".join(lines(view)[0]["text"].split()[:2]).upper()
    in_a_row = call("search_words", transcript_ids=[view["id"], UNKNOWN_ID], words=[phrase])
    (match,) = in_a_row.data["matches"]
    assert (match["text"], match["transcript_id"], match["count"]) == (phrase, view["id"], 1)
    assert match["timestamps"][0][1] == outcome.data["matches"][0]["timestamps"][0][1]
    assert f"Not searched: {UNKNOWN_ID} (" in in_a_row.text


@scenario()
def get_subtitles(call):
    view = transcribed(call)
    outcome = call("get_subtitles", transcript_id=view["id"], subtitle_format="vtt", chars_per_caption=20)
    assert outcome.data["text"].startswith("WEBVTT")
    assert outcome.data["captions"] == outcome.data["text"].count(" --> ") > 1


@scenario(live=False)
def summarize(call):
    view = transcribed(call)
    outcome = call("summarize", transcript_ids=[view["id"]], answer_format="one sentence")
    assert outcome.data["response"]
    assert f"purge_request_data with request_id={outcome.data['request_id']}" in outcome.text


@scenario(live=False)
def ask_question(call):
    view = transcribed(call)
    questions = ["When does the meeting start?", {"question": "Is it cold?", "answer_options": ["yes", "no"]}]
    outcome = call("ask_question", transcript_ids=[view["id"]], questions=questions)
    assert [pair["question"] for pair in outcome.data["answers"]] == [
        "When does the meeting start?",
        "Is it cold?",
    ]
    assert all(pair["answer"] for pair in outcome.data["answers"])


@scenario(live=False)
def quotes(call):
    view = transcribed(call)
    sentence = lines(view)[0]["text"]
    outcome = call("ask_question", transcript_ids=[view["id"]], questions=[sentence], quotes=True)
    (answer,) = outcome.data["answers"]
    quote = answer["quotes"][0]
    assert quote["match"] == "verbatim"
    assert quote["text"] in sentence
    assert lines(view)[0]["start"] <= quote["start"] < quote["end"] <= lines(view)[0]["end"]
    assert f'"{quote["text"]}"' in outcome.text


@scenario(live=False)
def extract_action_items(call):
    outcome = call("extract_action_items", input_text="I will send the report on Friday. The sky is blue.")
    assert "I will send the report on Friday." in outcome.data["response"]
    assert "sky" not in outcome.data["response"]


@scenario(live=False)
def run_task(call):
    outcome = call(
        "run_task", input_text="The launch is on Monday. Lunch was good.", prompt="When is the launch?"
    )
    assert "The launch is on Monday." in outcome.data["response"]


@scenario(live=False)
def purge_request_data(call):
    summary = call("summarize", input_text="We meet on Monday. We decided to wait.")
    outcome = call("purge_request_data", request_id=summary.data["request_id"])
    assert outcome.data == {"request_id": summary.data["request_id"], "deleted": True}


@scenario()
def delete_transcript(call):
    view = transcribed(call)
    outcome = call("delete_transcript", transcript_id=view["id"])
    assert outcome.data == {"id": view["id"], "deleted": True}
    assert call("get_transcript", transcript_id=view["id"]).data["status"] == "deleted"


@scenario(wrong_key=True)
def wrong_key(call):
    outcome = call("get_transcript", transcript_id=UNKNOWN_ID)
    assert outcome.failed
    assert outcome.text.startswith("Authentication error, API token missing/invalid (HTTP 401).")
    assert "ASSEMBLYAI_API_KEY" in outcome.text


@scenario()
def unknown_id(call):
    outcome = call("get_transcript", transcript_id=UNKNOWN_ID)
    assert outcome.failed
    assert outcome.text.startswith("Transcript lookup error, transcript id not found (HTTP 400).")


@scenario()
def not_audio(call):
    outcome = call("transcribe", audio=NOT_AUDIO, wait_seconds=300)
    assert outcome.failed
    assert " failed: " in outcome.text
    assert "Give an audio or video file." in outcome.text
