import pytest
from pydantic import ValidationError

from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.store.transcripts import Transcript


def test_a_transcript_of_the_api_can_be_pasted_whole(words):
    stored = Transcript(
        "t", "me", 1, "http://x", {}, "completed", result={"words": words, "text": "Shall we? Yes."}
    )
    pasted = {**transcript_json(stored), "project_id": 5, "token_id": 6}
    pasted |= {"content_safety_labels": None, "iab_categories_result": None}
    assert len(ScenarioTranscript.model_validate(pasted).spoken()) == 3


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"chapter": []}, "chapter: no key of the API's transcript"),
        ({"words": None}, "it needs words or utterances, or an error"),
        ({"text": "Something else."}, "text is not its words joined by blanks"),
        ({"audio_duration": -1}, "audio_duration"),
        ({"chapters": [{"gist": "g"}]}, "chapters.0.headline"),
    ],
)
def test_a_wrong_transcript_is_refused(words, extra, sentence):
    with pytest.raises(ValidationError, match=sentence):
        ScenarioTranscript.model_validate({"words": words, **extra})


def test_an_error_needs_no_words():
    assert ScenarioTranscript(error="Download error").error == "Download error"


def test_values_are_given_as_the_file_has_them(words, chapter):
    found = ScenarioTranscript.model_validate({"words": words, "chapters": [{**chapter, "mood": 1}]})
    assert found.given("chapters") == [{**chapter, "mood": 1}]
    assert found.given("entities") is None
