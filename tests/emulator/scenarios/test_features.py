from assemblyai_emulator.parameters.fields import FIELDS
from assemblyai_emulator.parameters.refusals import REFUSALS
from assemblyai_emulator.scenarios import features
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript


def test_every_feature_is_a_parameter_and_every_key_a_field_of_the_file():
    assert features.FEATURES.keys() <= FIELDS.keys() | REFUSALS.keys()
    keys = {key for table in (features.FEATURES, features.OPTIONAL) for row in table.values() for key in row}
    assert keys | set(features.ALWAYS) <= ScenarioTranscript.model_fields.keys()


def test_a_request_brings_only_its_own_keys():
    assert features.requested_keys({"auto_chapters": False}) == list(features.ALWAYS)
    assert features.requested_keys({"auto_chapters": True, "speech_understanding": {}}) == [
        *features.ALWAYS,
        "chapters",
    ]
    requested = features.requested_keys({"speech_understanding": {"request": {}}})
    assert requested[-2:] == ["speech_understanding", "translated_texts"]


def test_speaker_labels_and_multichannel_ask_for_speakers():
    requests = [{}, {"speaker_labels": True}, {"multichannel": True}]
    assert [features.asks_for_speakers(given) for given in requests] == [False, True, True]
