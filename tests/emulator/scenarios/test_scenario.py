import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios.scenario import HIDDEN_SPANS, Scenario
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript


@pytest.fixture
def scenario(words):
    def making(**transcript) -> Scenario:
        given = {"words": words, **transcript}
        return Scenario("meeting.json", ScenarioTranscript.model_validate(given))

    return making


def test_a_transcript_is_made_from_the_words(scenario):
    plain = [
        {"text": "Shall", "start": 0, "end": 400, "confidence": 0.5, "speaker": None},
        {"text": "we?", "start": 400, "end": 700, "confidence": 1.0, "speaker": None},
        {"text": "Yes.", "start": 900, "end": 1200, "confidence": 1.0, "speaker": None},
    ]
    warning = (
        "This transcript was not decoded: it is the scenario meeting.json that the emulator was started with."
    )
    assert scenario().result({}) == {
        "text": "Shall we? Yes.",
        "confidence": 2.5 / 3,
        "words": plain,
        "utterances": None,
        "audio_duration": 2,
        "audio_channels": 1,
        "speech_model_used": "scenario:meeting.json",
        "metadata": {"domain_used": None, "warning": warning, "warnings": [{"message": warning}]},
    }


def test_speakers_and_utterances_appear_if_requested(scenario):
    found = scenario().result({"speaker_labels": True})
    assert [word["speaker"] for word in found["words"]] == ["A", "A", "B"]
    assert [(turn["speaker"], turn["text"]) for turn in found["utterances"]] == [
        ("A", "Shall we?"),
        ("B", "Yes."),
    ]


def test_utterances_keep_their_other_keys_from_the_file():
    turn = {"speaker": "A", "start": 0, "end": 900, "text": "Hi you", "translated_texts": {"es": "Hola"}}
    found = Scenario("x", ScenarioTranscript.model_validate({"utterances": [turn]})).result(
        {"speaker_labels": True}
    )
    (written,) = found["utterances"]
    assert written.pop("words") == found["words"]
    assert written == {**turn, "confidence": 1.0}


def test_a_result_appears_only_if_requested(scenario, chapter):
    with_chapters = scenario(chapters=[chapter], audio_duration=9, audio_channels=2, confidence=0.25)
    assert "chapters" not in with_chapters.result({})
    found = with_chapters.result({"auto_chapters": True})
    assert found["chapters"] == [chapter]
    assert (found["audio_duration"], found["audio_channels"], found["confidence"]) == (9, 2, 0.25)


def test_speech_understanding_has_the_files_response_and_the_callers_request(scenario):
    response = {"translation": {"status": "success"}}
    found = scenario(
        speech_understanding={"request": {"old": 1}, "response": response}, translated_texts={"es": "Sí."}
    ).result({"speech_understanding": {"request": {"translation": {}}}})
    assert found["speech_understanding"] == {"request": {"translation": {}}, "response": response}
    assert found["translated_texts"] == {"es": "Sí."}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"auto_chapters": True}, r"chapters \(for auto_chapters\)"),
        ({"language_detection": True}, r"language_code and language_confidence \(for language_detection\)"),
        (
            {"redact_pii": True, "redact_pii_policies": ["date"], "redact_pii_audio": True},
            "There is no audio to redact",
        ),
    ],
)
def test_a_request_for_something_that_is_not_in_the_file_is_refused(scenario, given, missing):
    with pytest.raises(ApiError, match=missing) as refused:
        scenario().check(given, has_audio=False)
    assert refused.value.status == 400


def test_speakers_are_refused_if_the_file_has_none(scenario, words):
    without_speakers = [{**word, "speaker": None} for word in words]
    with pytest.raises(ApiError, match="speakers of words"):
        scenario(words=without_speakers).check({"speaker_labels": True}, has_audio=False)


def test_a_scenario_with_an_error_accepts_any_request():
    failing = Scenario("x", ScenarioTranscript(error="Download error"))
    failing.check({"auto_chapters": True, "speaker_labels": True}, has_audio=False)
    assert failing.error == "Download error"


UTTERANCES = [
    {"speaker": "A", "start": 0, "end": 900, "text": "Hello?", "translated_texts": {"es": "¿Hola?"}},
    {"speaker": "B", "start": 1000, "end": 3000, "text": "My name is John."},
]
HIDING = {"redact_pii": True, "redact_pii_policies": ["person_name"], "redact_pii_sub": "entity_name"}


def result_of(given, **transcript):
    scenario = Scenario("x", ScenarioTranscript.model_validate(transcript))
    scenario.check(given, has_audio=True)
    return scenario.result(given)


def test_redaction_covers_text_words_and_utterances():
    found = result_of({**HIDING, "speaker_labels": True}, utterances=UTTERANCES)
    assert found["text"] == "Hello? My name is [PERSON_NAME]."
    assert [word["text"] for word in found["words"]][-1] == "[PERSON_NAME]."
    assert [turn["text"] for turn in found["utterances"]] == ["Hello?", "My name is [PERSON_NAME]."]
    assert "translated_texts" not in found["utterances"][0]
    assert "John" not in str(found)


def test_a_redacted_scenario_has_the_warnings_of_redacted_speech():
    _, general, policy = result_of(HIDING, utterances=UTTERANCES)["metadata"]["warnings"]
    assert "do not take the result for safe to share" in general["message"]
    assert policy["message"].startswith("redact_pii_policies person_name: ")


def test_the_unredacted_words_are_included_if_requested():
    given = {**HIDING, "redact_pii_return_unredacted": True, "speaker_labels": True}
    found = result_of(given, utterances=UTTERANCES)
    plain = result_of({"speaker_labels": True}, utterances=UTTERANCES)
    for name in ("text", "words", "utterances"):
        assert found[f"unredacted_{name}"] == plain[name]


def test_a_policy_that_cannot_be_found_is_accepted_and_warned_of():
    given = {"redact_pii": True, "redact_pii_policies": ["drug"]}
    messages = [row["message"] for row in result_of(given, utterances=UTTERANCES)["metadata"]["warnings"]]
    assert messages[1].startswith("NOT REDACTED: drug.")


def test_words_that_are_redacted_in_the_file_need_its_policies():
    taken = [{"speaker": "A", "start": 0, "end": 900, "text": "I take [DRUG]."}]
    given = {"redact_pii": True, "redact_pii_policies": ["drug"]}
    file = {"utterances": taken, "redact_pii_policies": ["drug"]}
    assert result_of(given, **file)["text"] == "I take [DRUG]."
    with pytest.raises(ApiError, match="unredacted_words"):
        result_of({**given, "redact_pii_return_unredacted": True}, **file)
    original = [{"text": text, "start": 0, "end": 9} for text in ("I", "take", "aspirin.")]
    found = result_of({**given, "redact_pii_return_unredacted": True}, **file, unredacted_words=original)
    assert (found["text"], found["unredacted_text"]) == ("I take [DRUG].", "I take aspirin.")


AUDIO = {**HIDING, "redact_pii_audio": True}


def test_redacted_audio_covers_the_hidden_words():
    words = [
        {"text": text, "start": start, "end": start + 400}
        for text, start in (("My", 0), ("name", 500), ("is", 1000), ("John.", 1500))
    ]
    assert result_of(AUDIO, words=words)[HIDDEN_SPANS] == [(1400, 2000)]
    assert HIDDEN_SPANS not in result_of(HIDING, words=words)


def test_redacted_audio_covers_all_that_a_word_with_an_estimated_time_may_span():
    assert result_of(AUDIO, utterances=UTTERANCES)[HIDDEN_SPANS] == [(900, 3100)]


def test_redacted_audio_covers_words_that_were_hidden_in_the_file():
    words = [
        {"text": text, "start": index * 1000, "end": index * 1000 + 500}
        for index, text in enumerate(("I", "take", "[DRUG],", "####."))
    ]
    assert result_of(AUDIO, words=words)[HIDDEN_SPANS] == [(1900, 3600)]


def test_redacted_audio_without_speech_is_made_only_on_request():
    assert HIDDEN_SPANS not in result_of(AUDIO, words=[])
    options = {"return_redacted_no_speech_audio": True}
    assert result_of({**AUDIO, "redact_pii_audio_options": options}, words=[])[HIDDEN_SPANS] == []


def test_keys_that_are_not_known_are_named_in_a_warning(scenario):
    warnings = scenario(mood="good").result({})["metadata"]["warnings"]
    assert warnings[-1]["message"].endswith("did not use: mood.")


def test_times_and_confidences_that_the_api_left_out_are_made_up_for():
    found = result_of(
        {},
        words=[
            {"text": "Hello", "start": None, "end": None, "confidence": None},
            {"text": "there.", "start": 420, "end": 800, "confidence": 0.5},
        ],
        audio_duration=1.25,
    )
    assert [(word["start"], word["end"], word["confidence"]) for word in found["words"]] == [
        (0, 420, 1.0),
        (420, 800, 0.5),
    ]
    assert found["audio_duration"] == 2


def test_an_utterance_keeps_its_own_text_unless_it_is_redacted():
    turn = {"speaker": "A", "start": 0, "end": 900, "text": "AIを使う。"}
    found = result_of({"speaker_labels": True}, utterances=[turn])
    assert found["utterances"][0]["text"] == "AIを使う。"
    hidden = result_of({**HIDING, "speaker_labels": True}, utterances=[turn])
    assert hidden["utterances"][0]["text"] == "AI を使う。"


def test_the_files_text_is_not_shown_when_it_is_redacted():
    words = [{"text": text, "start": 0, "end": 9} for text in ("My", "name", "is", "John.")]
    assert "John" not in result_of(HIDING, words=words, text="My name is  John.")["text"]
