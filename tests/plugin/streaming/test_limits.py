"""Ceilings and prices."""

import pytest

from assemblyai_tools import Begin, InvalidArgumentsError, SpeechStarted, StreamParameters
from assemblyai_tools.streaming.limits import Ceiling, Limits
from assemblyai_tools.streaming.prices import cost, is_estimated, per_hour, seconds_for

CHEAP = StreamParameters.of({"speech_model": "universal-streaming-english", "sample_rate": 16_000})
DEAR = StreamParameters.of(
    {"speech_model": "a-new-one", "sample_rate": 16_000, "speaker_labels": True, "redact_pii": False}
)


def test_an_hour_costs_what_the_price_page_says_and_a_new_model_as_much_as_the_dearest():
    assert per_hour(CHEAP) == 0.15
    assert per_hour(DEAR) == pytest.approx(0.45 + 0.12)
    assert cost(1799.5, CHEAP) == pytest.approx(0.075)
    assert seconds_for(0.075, CHEAP) == pytest.approx(1800, abs=1)


@pytest.mark.parametrize(
    ("seconds", "usd", "limit", "why"),
    [
        (60, None, 60, "max_seconds=60 is reached"),
        (None, 0.15, 3600, "max_cost=0.15 is reached: about 0.1500 USD"),
        (None, 0.0001, 2, "max_cost=0.0001 is reached: about 0.0001 USD"),
        (60, 0.15, 60, "max_seconds"),
        (7200, 0.15, 3600, "max_cost"),
    ],
)
def test_the_lower_ceiling_counts(seconds, usd, limit, why):
    ceiling = Ceiling.of(CHEAP, seconds, usd)
    assert ceiling.seconds == pytest.approx(limit, abs=1)
    assert why in ceiling.why


def test_there_need_be_none():
    assert Ceiling.of(CHEAP, None, None) is None


@pytest.mark.parametrize(
    "given", [(0, None), (-1, None), (None, 0), (float("inf"), None), (float("nan"), None)]
)
def test_a_ceiling_is_more_than_nothing(given):
    with pytest.raises(InvalidArgumentsError, match="Give a finite number above 0, or None for no limit"):
        Ceiling.of(CHEAP, *given)


def test_a_ceiling_of_cost_pays_for_a_second_at_least():
    with pytest.raises(InvalidArgumentsError, match=r"less than a second costs, about 0\.000042 USD"):
        Ceiling.of(CHEAP, None, 0.00001)
    with pytest.raises(InvalidArgumentsError, match="less than a second costs"):
        Ceiling.of(CHEAP, 60, 0.00001)


@pytest.mark.parametrize(
    ("given", "estimated"),
    [
        ({"speech_model": "universal-3-6-pro"}, False),
        ({"speech_model": "universal-3-6-pro", "speaker_labels": True}, True),
        ({"speech_model": "universal-3-6-pro", "speaker_labels": False}, False),
        ({"speech_model": "u3-rt-pro"}, True),
        ({"speech_model": "a-new-one"}, True),
    ],
)
def test_where_a_price_is_estimated_its_ceiling_says_so(given, estimated):
    parameters = StreamParameters.of({"sample_rate": 16_000, **given})
    assert is_estimated(parameters) is estimated
    assert (
        f"the price of {given['speech_model']} is estimated" in Ceiling.of(parameters, None, 1).why
    ) is estimated


def test_speech_begins_the_time_of_quiet_anew():
    limits = Limits(None, 3600)
    assert limits.check(10**6) is None
    limits.note(Begin(id="1", expires_at=0), 0)
    assert [bool(limits.check(now)) for now in (599, 600, 601)] == [False, True, False]
    limits.note(SpeechStarted(timestamp_ms=0), 700)
    limits.note(Begin(id="2", expires_at=0), 800)
    assert limits.check(1299) is None
    assert not limits.check(1300).is_end
    assert limits.check(4300).is_end
