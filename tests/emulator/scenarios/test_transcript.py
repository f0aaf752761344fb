import pytest
from pydantic import ValidationError

from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.store.transcripts import Transcript


def test_a_transcript_can_be_pasted_as_the_api_returned_it(words):
    stored = Transcript(
        "t", "me", 1, "http://x", {}, "completed", result={"words": words, "text": "Shall we? Yes."}
    )
    pasted = {**transcript_json(stored), "project_id": 5, "token_id": 6}
    pasted |= {"content_safety_labels": None, "iab_categories_result": None}
    transcript = ScenarioTranscript.model_validate(pasted)
    assert len(transcript.speech.words) == 3
    assert transcript.unknown_keys() == []


def test_a_key_that_is_new_to_the_emulator_is_not_used(words):
    found = ScenarioTranscript.model_validate({"words": words, "mood": "good", "chapter": []})
    assert found.unknown_keys() == ["chapter", "mood"]


def test_text_need_not_be_its_words_joined(words):
    found = ScenarioTranscript.model_validate({"words": words, "text": "Shall we?\n\nYes."})
    assert found.speech.text_keys({})["text"] == "Shall we?\n\nYes."


def test_a_result_that_the_api_marked_unavailable_is_not_there(words):
    topics = {"status": "unavailable", "results": [], "summary": {}}
    assert (
        ScenarioTranscript.model_validate({"words": words, "iab_categories_result": topics}).value(
            "iab_categories_result"
        )
        is None
    )


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"words": None}, "it needs words or utterances, or an error"),
        ({"words": None, "error": ""}, "it needs words or utterances, or an error"),
        ({"audio_duration": -1}, "audio_duration"),
        ({"chapters": [{"gist": "g"}]}, "chapters.0.headline"),
    ],
)
def test_an_invalid_transcript_is_refused(words, extra, sentence):
    with pytest.raises(ValidationError, match=sentence):
        ScenarioTranscript.model_validate({"words": words, **extra})


def test_an_error_needs_no_words():
    assert ScenarioTranscript(error="Download error").error == "Download error"


def test_values_are_exactly_as_in_the_file(words, chapter):
    found = ScenarioTranscript.model_validate({"words": words, "chapters": [{**chapter, "mood": 1}]})
    assert found.value("chapters") == [{**chapter, "mood": 1}]
    assert found.value("entities") is None
