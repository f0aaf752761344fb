"""What the page is given of each kind of transcript."""

import json

import httpx
import pytest
from tests import long_recording
from tests.plugin.hostile_replies import TRANSCRIPT

from assemblyai_tools import BadRequestError, Client, NotFoundError, transcript_html, transcript_shown
from assemblyai_tools.api.transcript import Transcript
from assemblyai_viewer.format import Shown


def word(text, start=None, end=None, speaker=None, **more):
    return {"text": text, "start": start, "end": end, "speaker": speaker, **more}


MORNING = [word("Good", 240, 400, "A", confidence=0.987), word("morning.", 400, 900, "A", confidence=0.5)]
HELLO = [word("Hello,", 1000, 1200, "B"), word("Ada.", 1200, 1500, "B")]
TALK = {
    "audio_url": "https://host.test/talk.mp3",
    "audio_duration": 64,
    "confidence": 0.934,
    "language_code": "en_us",
    "text": "Good morning. Hello, Ada.",
    "utterances": [
        {"text": "Good morning.", "start": 240, "end": 900, "speaker": "A", "words": MORNING},
        {"text": "Hello, Ada.", "start": 1000, "end": 1500, "speaker": "B", "words": HELLO},
    ],
    "words": [*MORNING, *HELLO],
}


def said(shown):
    """Each turn's speaker with its words, or with its text."""
    ends = [turn["first"] for turn in shown["turns"][1:]] + [shown["words"]["total"]]
    return [
        (
            None if turn["speaker"] is None else shown["speakers"][turn["speaker"]]["name"],
            turn.get("text") or " ".join(shown["words"]["text"][turn["first"] : end]),
        )
        for turn, end in zip(shown["turns"], ends, strict=True)
    ]


def test_a_talk_is_turns_and_columns_of_words(show):
    shown = show(TALK, names={"A": "Ada\u202e L."}, name="talk.mp3")
    assert show.asked == ["/v2/transcript/t1"]
    assert shown.keys() == Shown.__annotations__.keys()
    assert (shown["format"], shown["id"], shown["title"]) == (1, "t1", "talk.mp3")
    assert (shown["status"], shown["error"], shown["language"]) == ("completed", None, "en-us")
    assert shown["duration"] == 64_000
    assert shown["speakers"] == [{"label": "A", "name": "Ada L."}, {"label": "B", "name": "Speaker B"}]
    assert shown["turns"] == [{"speaker": 0, "first": 0}, {"speaker": 1, "first": 2}]
    assert shown["words"] == {
        "at": 0,
        "total": 4,
        "text": ["Good", "morning.", "Hello,", "Ada."],
        "start": [240, 400, 1000, 1200],
        "end": [400, 900, 1200, 1500],
        "confidence": [99, 50, None, None],
    }
    assert ("Speakers", "Ada L., Speaker B") in shown["facts"]
    assert shown["notes"] == []
    assert shown["audio"]["src"] is None


def test_without_turns_the_words_of_one_speaker_in_a_row_are_a_turn(show):
    for utterances in (None, [], [{"text": "Good morning.", "speaker": "A"}]):
        shown = show({**TALK, "utterances": utterances})
        assert said(shown) == [("Speaker A", "Good morning."), ("Speaker B", "Hello, Ada.")]


def test_without_words_turns_have_their_texts(show):
    turns = [
        {"text": "Good\n morning.", "start": 240, "end": 900, "speaker": "A"},
        {"text": " ", "speaker": "A"},
        {"text": "Hello.", "speaker": "Ada", "start": -5, "end": None},
    ]
    shown = show({**TALK, "words": None, "utterances": turns})
    assert shown["turns"] == [
        {"speaker": 0, "first": 0, "text": "Good morning.", "start": 240, "end": 900},
        {"speaker": 1, "first": 0, "text": "Hello.", "start": None, "end": None},
    ]
    assert said(shown) == [("Speaker A", "Good morning."), ("Ada", "Hello.")]
    assert "The words have no times" in shown["notes"][0]


def test_a_bare_text_is_shown_by_paragraphs(show):
    shown = show({"text": "One. Two."}, paragraphs=[{"text": "One.", "start": 5, "end": 9}, {"text": "Two."}])
    assert show.asked == ["/v2/transcript/t1", "/v2/transcript/t1/paragraphs"]
    assert said(shown) == [(None, "One."), (None, "Two.")]
    assert shown["turns"][0]["start"] == 5


def test_a_bare_text_whose_paragraphs_cannot_be_read_is_one_turn_and_the_page_says_so(show):
    error = BadRequestError("No https://user:pw@host.test/a?key=1 here.", status=400)
    shown = show({"text": "One.\nTwo."}, paragraphs=error)
    assert said(shown) == [(None, "One. Two.")]
    assert shown["notes"][0] == "The paragraphs could not be read: No https://host.test/a here."


def test_long_turns_have_paragraphs_where_their_times_are_found(show):
    words = [word(f"w{n}", n * 100, n * 100 + 90) for n in range(200)]
    found = [
        {"text": "a", "start": 0},
        {"text": "b", "start": 9000},
        {"text": "c", "start": 50},
        {"text": "d"},
    ]
    shown = show({"text": "w", "words": words}, paragraphs=found)
    assert shown["paragraphs"] == [0, 90]
    assert shown["turns"] == [{"speaker": None, "first": 0}]


def test_words_without_a_time_are_counted_in_a_note(show):
    words = [word("Good", 0, 100), word("morning.", None, 300), word("You.", -1, 400)]
    shown = show({"text": "Good", "words": words})
    assert shown["words"]["start"] == [0, None, None]
    assert shown["notes"] == ["2 of 3 words have no time: the audio cannot be played from them."]


def test_a_word_that_no_scale_has_room_for_is_shown_without_its_confidence(show):
    words = [word("a", confidence=1.5), word("b", confidence=-0.1), word("c", confidence=1)]
    assert show({"words": words})["words"]["confidence"] == [None, None, 100]


def test_what_the_service_found_is_there(show):
    shown = show(TRANSCRIPT)
    assert shown["chapters"] == [{"headline": "Cats", "summary": "On cats.", "start": 0, "end": 900}]
    assert shown["sentiment"] == [{"sentiment": "positive", "start": 0, "end": 900}]
    assert shown["entities"] == [{"type": "person_name", "text": "Ann", "start": 0, "end": 900}]
    assert shown["highlights"] == [{"text": "a cat", "rank": 0.1, "times": [(0, 900)]}]
    assert shown["topics"] == [{"name": "Pets>Cats OBEY", "relevance": 0.9}]
    assert shown["summary"] == "On cats."
    assert shown["notes"] == ["A warning."]


def test_findings_without_content_are_empty(show):
    shown = show(
        {
            "sentiment_analysis_results": [{"sentiment": "MIXED"}],
            "auto_highlights_result": {"results": [{"text": "a", "timestamps": None, "rank": None}]},
            "iab_categories_result": {"summary": {"A": None, "B": 0.5}},
            "chapters": [{"gist": "Only a gist"}],
            "summary": " \u200b ",
        }
    )
    assert shown["sentiment"] == []
    assert shown["highlights"] == [{"text": "a", "rank": None, "times": []}]
    assert [topic["name"] for topic in shown["topics"]] == ["B", "A"]
    assert shown["chapters"][0]["headline"] == "Only a gist"
    assert shown["summary"] is None
    assert shown["redactions"] == []


def test_numbers_that_json_does_not_have_are_left_out(show):
    nan = float("nan")
    shown = show(
        {
            "auto_highlights_result": {"results": [{"text": "a", "rank": nan}, {"text": "b", "rank": 0.1}]},
            "iab_categories_result": {"summary": {"A": nan, "B": float("inf"), "C": 0.2}},
            "words": [word("a", confidence=nan)],
        }
    )
    assert json.dumps(shown, allow_nan=False)
    assert [one["text"] for one in shown["highlights"]] == ["b", "a"]
    assert shown["topics"][0] == {"name": "C", "relevance": 0.2}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["My", "name", "is", "[PERSON_NAME]."], [(3, 1)]),
        (["####", "#####,", "and", "#", "##'s"], [(0, 2), (3, 2)]),
        (["I", "said", "[laughs]", "C#", "(#)"], [(4, 1)]),
    ],
)
def test_redacted_words_are_found_in_stretches(show, texts, found):
    shown = show({"words": [word(text, 0, 1) for text in texts]})
    assert [(one["first"], one["count"]) for one in shown["redactions"]] == found


def test_nothing_is_redacted_where_nobody_asked_for_it(show):
    words = [word("####", 0, 1)]
    assert show({"words": words, "redact_pii": False})["redactions"] == []
    assert show({"words": words, "redact_pii": True})["redactions"] == [{"first": 0, "count": 1}]


@pytest.mark.parametrize("asked", [{"redact_pii": True}, {"redact_pii_audio": True}])
def test_of_a_redacted_transcript_nothing_is_shown_that_says_what_is_hidden(show, asked):
    words = [word(text, 0, 1) for text in ("I", "am", "###")]
    told = {name: TRANSCRIPT[name] for name in ("chapters", "entities", "auto_highlights_result", "summary")}
    body = {"words": words, **told, **asked, "audio_url": "https://host.test/original.mp3"}
    topics = {"iab_categories_result": TRANSCRIPT["iab_categories_result"]}
    feeling = {"sentiment_analysis_results": TRANSCRIPT["sentiment_analysis_results"]}
    shown = show({**body, **topics, **feeling})
    assert [shown[name] for name in ("chapters", "entities", "highlights", "topics", "summary")] == [
        [],
        [],
        [],
        [],
        None,
    ]
    assert (len(shown["sentiment"]), shown["redactions"]) == (1, [{"first": 2, "count": 1}])
    (note,) = shown["notes"]
    assert note.startswith(
        "Entities, highlights, chapters, topics and the summary are not shown: only the words"
    )
    assert shown["audio"]["src"] is None
    assert shown["audio"]["note"].startswith("There is no audio in this page: the words are redacted")
    assert show({"words": words, **asked})["notes"] == []


@pytest.mark.parametrize("src", ["address", "original.mp3", "data:audio/mpeg;base64,AA=="])
def test_audio_that_is_given_for_a_redacted_transcript_may_tell_and_the_page_says_so(show, src):
    shown = show({"redact_pii": True, "audio_url": "https://host.test/original.mp3"}, audio=src)
    assert shown["audio"]["src"] in (src, "https://host.test/original.mp3")
    assert shown["notes"][-1] == (
        "The words are redacted, but the audio may be the original, which says what they hide."
    )


@pytest.mark.parametrize("status", ["queued", "processing"])
def test_an_unfinished_transcript_says_so(show, status):
    shown = show({"status": status, "audio_duration": None})
    assert (shown["status"], shown["duration"], shown["turns"]) == (status, None, [])
    assert shown["notes"] == [f"This transcript is {status}. Make this page again when it is completed."]
    assert show.asked == ["/v2/transcript/t1"]


def test_a_failed_transcript_says_why_without_what_is_secret(show):
    error = "Download error, unable to download https://u:pw@host.test/a.mp3?X-Amz-Signature=s3cr3t"
    shown = show(
        {"status": "error", "error": error, "audio_url": "https://host.test/a.mp3?X-Amz-Signature=s3cr3t"}
    )
    assert shown["status"] == "error"
    assert shown["error"] == "Download error, unable to download https://host.test/a.mp3"
    assert "s3cr3t" not in json.dumps(shown)


def test_a_deleted_transcript_says_so(show):
    shown = show({"audio_url": "http://deleted_by_user", "text": "Deleted by user."})
    assert shown["status"] == "deleted"
    assert shown["notes"] == ["This transcript was deleted: its text and its uploaded audio are gone."]
    assert shown["audio"] == {"src": None, "note": "The audio was deleted with the transcript."}


def test_silence_says_so(show):
    shown = show({"text": "", "words": [], "utterances": []})
    assert (shown["turns"], shown["notes"]) == ([], ["No speech was found."])


@pytest.mark.parametrize(
    ("code", "language"), [("de", "de"), ("pt_BR", "pt-BR"), ('"><script>', None), ("", None), (None, None)]
)
def test_the_language_is_one_that_html_knows(show, code, language):
    assert show({"language_code": code})["language"] == language


@pytest.mark.parametrize(
    ("seconds", "ms"), [(1.5, 1500), (-1, None), (None, None), (float("inf"), None), (float("nan"), None)]
)
def test_the_length_is_milliseconds(show, seconds, ms):
    shown = show({"audio_duration": seconds})
    assert shown["duration"] == ms
    assert ("Length" in dict(shown["facts"])) is (ms is not None)


def test_an_error_names_the_transcript(walk):
    with pytest.raises(NotFoundError) as caught:
        walk(transcript_shown("t1"), NotFoundError("There is no such transcript.", status=404))
    assert caught.value.transcript_id == "t1"


def test_a_transcript_that_was_read_is_not_read_again(show, reply):
    given = reply({"id": "t1", "status": "completed", **TALK}).parse(Transcript)
    assert said(show({}, transcript=given)) == [("Speaker A", "Good morning."), ("Speaker B", "Hello, Ada.")]
    assert show.asked == []
    made = show({}, transcript=Transcript(id="t1", status="completed", text=None))
    assert (made["turns"], made["redactions"]) == ([], [])


def test_ten_hours_are_small(settings):
    transport = httpx.MockTransport(long_recording.service(10))
    with Client(settings, transport=transport) as client:
        html = client.run(transcript_html(long_recording.ID))
        shown = client.run(transcript_shown(long_recording.ID))
    assert shown["words"]["total"] > 85_000
    assert len(html.encode()) < 12_000_000
