from assemblyai_emulator.parameters.fields import FIELDS
from assemblyai_emulator.parameters.refusals import REFUSALS
from assemblyai_emulator.scenarios import features
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript


def test_every_feature_is_a_parameter_and_every_key_one_of_the_file():
    assert features.FEATURES.keys() <= FIELDS.keys() | REFUSALS.keys()
    keys = {key for table in (features.FEATURES, features.OPTIONAL) for row in table.values() for key in row}
    assert keys | set(features.ALWAYS) <= ScenarioTranscript.model_fields.keys()


def test_only_what_was_asked_for_is_shown():
    assert features.keys_asked_for({"auto_chapters": False}) == list(features.ALWAYS)
    assert features.keys_asked_for({"auto_chapters": True, "speech_understanding": {}}) == [
        *features.ALWAYS,
        "chapters",
    ]
    shown = features.keys_asked_for({"speech_understanding": {"request": {}}})
    assert shown[-2:] == ["speech_understanding", "translated_texts"]


def test_speakers_are_asked_for_by_label_or_channel():
    asked = [{}, {"speaker_labels": True}, {"multichannel": True}]
    assert [features.asks_for_speakers(given) for given in asked] == [False, True, True]
