"""What a live session costs, as far as the price page tells it: an estimate, never a bill."""

from collections.abc import Mapping
from math import ceil

from assemblyai_tools.streaming.parameters import StreamParameters

_HOUR = 3600
"""Seconds of an hour."""

DATE = "2026-10-07"
"""The day on which the prices were read."""

SOURCE = "https://www.assemblyai.com/pricing"
"""Where the prices were read."""

# USD for an hour of an open session, pay as you go. Published were those of universal-3-6-pro and universal-streaming.
# The other models, and the options, are estimates, rather too high than too low: look them up before you rely on them.
_MODELS: Mapping[str, float] = {
    "universal-streaming-english": 0.15,
    "universal-streaming-multilingual": 0.15,
    "whisper-rt": 0.30,
    "u3-rt-pro": 0.45,
    "universal-3-5-pro": 0.45,
    "universal-3-6": 0.45,
    "universal-3-6-pro": 0.45,
}

_OPTIONS: Mapping[str, float] = {
    "keyterms_prompt": 0.05,
    "prompt": 0.05,
    "speaker_labels": 0.12,
    "domain": 0.15,
    "redact_pii": 0.08,
    "filter_profanity": 0.01,
}
"""What an option adds for an hour, at most; the price page bundles some with the dearer models."""


def per_hour(parameters: StreamParameters) -> float:
    """USD for an hour of an open session, without the language model of `llm_gateway`.

    A model that is not known counts as the dearest: the estimate is rather too high than too low.
    """
    model = _MODELS.get(parameters.speech_model, max(_MODELS.values()))
    given = parameters.model_dump(include=set(_OPTIONS), exclude_none=True)
    return model + sum(price for name, price in _OPTIONS.items() if given.get(name))


def cost(seconds: float, parameters: StreamParameters) -> float:
    """USD for a session that was open so long. Silence and pauses count as speech does."""
    return ceil(seconds) / _HOUR * per_hour(parameters)


def seconds_for(usd: float, parameters: StreamParameters) -> float:
    """Seconds that a session may be open for so much money."""
    return int(usd / per_hour(parameters) * _HOUR)
