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
    assert len(ScenarioTranscript.model_validate(pasted).all_words()) == 3


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"chapter": []}, "chapter: not a key of the API's transcript"),
        ({"words": None}, "it needs words or utterances, or an error"),
        ({"text": "Something else."}, "text is not its words joined by spaces"),
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
