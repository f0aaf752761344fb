"""A stored transcript as the viewer shows it."""

from pathlib import Path

import pytest

from assemblyai_emulator.front import sound
from assemblyai_emulator.front.shown import shown
from assemblyai_emulator.front.titles import title
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_emulator.wording.words import Word


def transcript(text: str, *, speakers: str = "", parameters=None, **result) -> Transcript:
    spoken = [
        Word(word, 300 * number, 300 * number + 200, 0.876, speakers[number] if speakers else None).to_json()
        for number, word in enumerate(text.split())
    ]
    return Transcript(
        "id",
        "me",
        1_700_000_000_000_000,
        "https://example.com/a.mp3",
        parameters or {},
        "completed",
        result={"words": spoken, "audio_duration": 12, **result},
    )


def test_turns_begin_where_the_speaker_changes():
    view = shown(transcript("Hello there. Yes? I see.", speakers="BBABB"), "a", "/a", None)
    assert view["speakers"] == [{"label": "B", "name": "Speaker B"}, {"label": "A", "name": "Speaker A"}]
    assert view["turns"] == [
        {"speaker": 0, "first": 0},
        {"speaker": 1, "first": 2},
        {"speaker": 0, "first": 3},
    ]
    assert (view["words"]["total"], view["words"]["start"][2], view["words"]["confidence"][0]) == (5, 600, 88)
    assert view["paragraphs"][0] == 0


def test_words_without_speakers_are_one_turn():
    view = shown(transcript("Hello there."), "a", None, "why")
    assert (view["speakers"], view["turns"]) == ([], [{"speaker": None, "first": 0}])
    assert view["audio"] == {"src": None, "note": "why"}


def test_a_transcript_without_words_is_shown_all_the_same():
    view = shown(Transcript("id", "me", 1, "https://example.com", {}), "a", None, None)
    assert (view["status"], view["words"]["total"], view["turns"], view["duration"]) == (
        "queued",
        0,
        [],
        None,
    )


def test_what_was_found_is_shown():
    view = shown(
        transcript(
            "We ship on Friday.",
            chapters=[{"gist": "g", "headline": "Ship", "summary": "They ship.", "start": 0, "end": 900}],
            entities=[{"entity_type": "date", "text": "Friday", "start": 900, "end": 1100}],
            sentiment_analysis_results=[
                {"text": "We", "sentiment": "POSITIVE", "start": 0, "end": 900},
                {"text": "We", "sentiment": "odd", "start": 0, "end": 900},
            ],
            auto_highlights_result={
                "status": "success",
                "results": [
                    {"text": "ship", "rank": 0.5, "timestamps": [{"start": 300, "end": 500}]},
                    {"text": "bare"},
                ],
            },
            iab_categories_result={"summary": {"Travel": 0.2, "Shipping": 0.9, "None": None}},
            summary="They ship.",
        ),
        "a",
        "/a",
        None,
    )
    assert view["chapters"] == [{"headline": "Ship", "summary": "They ship.", "start": 0, "end": 900}]
    assert view["entities"] == [{"type": "date", "text": "Friday", "start": 900, "end": 1100}]
    assert view["sentiment"] == [{"sentiment": "positive", "start": 0, "end": 900}]
    assert view["highlights"] == [
        {"text": "ship", "rank": 0.5, "times": [(300, 500)]},
        {"text": "bare", "rank": None, "times": []},
    ]
    assert [topic["name"] for topic in view["topics"]] == ["Shipping", "Travel", "None"]
    assert view["summary"] == "They ship."


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            "Download error, unable to download https://user:pw@h.test/a.mp3?sig=pw. Check it.",
            "Download error, unable to download https://h.test/a.mp3. Check it.",
        ),
        (
            "HTTPS://h.test/a#pw and (http://u@i.test?x=pw), twice",
            "HTTPS://h.test/a and (http://i.test), twice",
        ),
        ("The file is damaged: is it audio?", "The file is damaged: is it audio?"),
        (None, None),
    ],
)
def test_an_error_is_shown_without_the_keys_in_its_addresses(error, expected):
    failed = Transcript("id", "me", 1, "https://h.test", {}, "error", error=error)
    assert shown(failed, "a", None, None)["error"] == expected


@pytest.mark.parametrize("hidden", ["####", "####.", "[PERSON_NAME],", "#"])
def test_hidden_words_are_marked_only_where_words_were_hidden(hidden):
    text = f"I am {hidden} {hidden} today {hidden}"
    view = shown(transcript(text, parameters={"redact_pii": True}), "a", None, None)
    assert view["redactions"] == [{"first": 2, "count": 2}, {"first": 5, "count": 1}]
    assert shown(transcript(text), "a", None, None)["redactions"] == []


@pytest.mark.parametrize("word", ["#" * 10_000 + "x", "[" * 10_000, "[" + "A" * 10_000, "C#4", "[sic]"])
def test_other_words_are_not_hidden_however_long(word):
    view = shown(transcript(f"a {word}", parameters={"redact_pii": True}), "a", None, None)
    assert view["redactions"] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/calls/may%20call.mp3?x=1", "may call.mp3"),
        ("https://example.com/folder/", "folder"),
        ("https://example.com", "example.com"),
        ("https://example.com/%0A", "example.com"),
        ("https://user:pw@example.com", "example.com"),
        ("https://user:pw@example.com:81/?token=pw", "example.com:81"),
        ("https://example.com/a.mp3%3FX-Amz-Signature=pw", "a.mp3"),
        ("https://example.com/a.mp3;jsessionid=pw", "a.mp3"),
        ("https://example.com/%3Ftoken=pw", "example.com"),
        ("?token=pw", "Recording"),
        ("", "Uploaded recording"),
    ],
)
def test_a_recording_without_a_name_is_called_by_its_url(url, expected):
    assert title(None, url, uploaded=False, deleted=False) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"RIFF....WAVE", "audio/wav"),
        (b"fLaC", "audio/flac"),
        (b"OggS", "audio/ogg"),
        (b"ID3", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\0\0\0 ftypM4A ", "audio/mp4"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"<html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_never_served_as_a_page(tmp_path: Path, head, expected):
    (tmp_path / "file").write_bytes(head)
    assert sound.media_type(tmp_path / "file") == expected
