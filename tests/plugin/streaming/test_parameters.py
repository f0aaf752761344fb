"""The parameters of a session: v3's names, with units, checked before anything is sent."""

import json

import pytest
from assemblyai.streaming.v3 import models

from assemblyai_tools import InvalidArgumentsError, StreamParameters
from assemblyai_tools.streaming.parameters import UPDATABLE

GIVEN = {"speech_model": "universal-streaming-english", "sample_rate": 16_000}

DEPRECATED = {
    "customer_support_audio_capture",  # records the session for the vendor's support
    "language_code",
    "min_end_of_turn_silence_when_confident",
    "noise_suppression_model",
    "noise_suppression_threshold",
}
"""What the official SDK still takes, and we do not offer."""


def test_they_are_those_of_the_official_sdk():
    ours = StreamParameters.model_fields.keys() - {"more_parameters"}
    assert ours == models.StreamingParameters.model_fields.keys() - DEPRECATED


def test_those_that_may_change_are_those_of_the_official_sdk():
    assert models.StreamingSessionParameters.model_fields.keys() - DEPRECATED == UPDATABLE


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"sample_rate": 16_000}, "the argument 'speech_model' is required"),
        ({"speech_model": "x"}, "the argument 'sample_rate' is required for pcm_s16le"),
        ({"speech_model": "x", "encoding": "pcm_mulaw"}, "'sample_rate' is required for pcm_mulaw"),
        (GIVEN | {"sample_rate": 16}, "sample_rate: give a number from 4,000 to 192,000"),
        (GIVEN | {"vad_threshold": 2}, "vad_threshold: give a number from 0 to 1"),
        (
            GIVEN | {"language_code": "en"},
            "there is no argument 'language_code' (did you mean 'language_codes'?)",
        ),
        (GIVEN | {"webhook_url": "ftp://x"}, "webhook_url"),
        (
            GIVEN | {"webhook_url": "https://x.test", "webhook_auth_header_name": "X-Key"},
            "webhook_auth_header_name and webhook_auth_header_value need each other",
        ),
        (
            GIVEN | {"webhook_auth_header_name": "X-Key", "webhook_auth_header_value": "v"},
            "webhook_auth_header_name needs webhook_url",
        ),
        (GIVEN | {"more_parameters": {"prompt": "x"}}, "give prompt by its own"),
        (GIVEN | {"more_parameters": {"token": "x"}}, "give token by its own"),
    ],
)
def test_a_wrong_one_is_named(given, told):
    with pytest.raises(InvalidArgumentsError) as raised:
        StreamParameters.of(given)
    assert told in str(raised.value)


def test_the_query_has_the_apis_form():
    terms = ["Ana", "Bo & Co"]
    parameters = StreamParameters.of(
        GIVEN | {"keyterms_prompt": terms, "format_turns": True, "vad_threshold": 0.5, "prompt": None}
    )
    query = parameters.query()
    assert json.loads(query.pop("keyterms_prompt")) == terms
    assert query == {
        "speech_model": "universal-streaming-english",
        "sample_rate": "16000",
        "encoding": "pcm_s16le",
        "format_turns": "true",
        "vad_threshold": "0.5",
    }


def test_parameters_without_a_name_here_are_sent_as_they_are():
    more = {"noise_suppression_model": "near-field", "new_threshold": 0.5, "new_flag": True, "left_out": None}
    query = StreamParameters.of(GIVEN | {"more_parameters": more}).query()
    assert {name: query[name] for name in query if name in more} == {
        "noise_suppression_model": "near-field",
        "new_threshold": "0.5",
        "new_flag": "true",
    }
    assert "more_parameters" not in query


@pytest.mark.parametrize(("encoding", "size"), [("pcm_s16le", 32), ("pcm_mulaw", 16), ("opus", None)])
def test_samples_tell_their_duration(encoding, size):
    assert StreamParameters.of(GIVEN | {"encoding": encoding}).bytes_a_millisecond == size


def test_a_webhooks_secret_is_not_shown():
    parameters = StreamParameters.of(
        GIVEN
        | {
            "webhook_url": "https://x.test",
            "webhook_auth_header_name": "X-Key",
            "webhook_auth_header_value": "s3",
        }
    )
    assert "s3" not in repr(parameters)


def test_what_is_fixed_does_not_change_in_an_open_session():
    parameters = StreamParameters.of(GIVEN)
    assert parameters.updated({"max_turn_silence": 400}).max_turn_silence == 400
    for changes in ({"sample_rate": 8000}, {}):
        with pytest.raises(InvalidArgumentsError, match="The session was not updated"):
            parameters.updated(changes)
