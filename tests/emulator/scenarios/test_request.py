import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios import request
from assemblyai_emulator.scenarios.scenario import Scenario
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript

URL = "https://x.test/a.mp3"


@pytest.fixture
def read(words):
    def reading(**body):
        scenario = Scenario("meeting.json", ScenarioTranscript.model_validate({"words": words}))
        return request.read({"audio_url": URL, **body}, scenario, has_audio=False)

    return reading


def test_the_name_of_the_scenario_is_one_of_the_parameters(read):
    assert read() == {"audio_url": URL, "language_code": "en_us", "scenario": "meeting.json"}


def test_features_and_languages_that_only_a_scenario_has_are_allowed(read):
    given = read(speaker_labels=True, language_code="de")
    assert (given["speaker_labels"], given["language_code"]) == (True, "de")


def test_en_is_echoed_as_on_the_service(read):
    assert [read(language_code=code)["language_code"] for code in ("en", "en_uk", "ja")] == [
        "en_us",
        "en_uk",
        "ja",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"auto_chapters": True}, "does not hold what this request asks for"),
        ({"speaker_lables": True}, "speaker_lables is not a parameter"),
        ({"redact_pii_audio": True}, "can only be set to True if `redact_pii` is True"),
        ({"punctuate": "yes"}, "punctuate must be true or false"),
    ],
)
def test_what_the_api_or_the_scenario_refuses_is_refused(read, body, text):
    with pytest.raises(ApiError, match=text):
        read(**body)
