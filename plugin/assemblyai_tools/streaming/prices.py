"""What a live session costs, as far as the price page tells it: an estimate, never a bill."""

from collections.abc import Collection, Mapping
from math import ceil

from assemblyai_tools.streaming.parameters import StreamParameters

_HOUR = 3600
"""Seconds of an hour."""

DATE = "2026-10-07"
"""The day on which the prices were read."""

SOURCE = "https://www.assemblyai.com/pricing"
"""Where the prices were read."""

# USD for an hour of an open session, pay as you go. What is not in _PUBLISHED is an estimate, as the options are:
# rather too high than too low.
_MODELS: Mapping[str, float] = {
    "universal-streaming-english": 0.15,
    "universal-streaming-multilingual": 0.15,
    "whisper-rt": 0.30,
    "u3-rt-pro": 0.45,
    "universal-3-5-pro": 0.45,
    "universal-3-6": 0.45,
    "universal-3-6-pro": 0.45,
}

_PUBLISHED = frozenset(
    {"universal-3-6-pro", "universal-streaming-english", "universal-streaming-multilingual"}
)
"""The models whose price was found on the price page."""

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
    """USD for an hour of an open session, without the language model of `llm_gateway`: an estimate for most models.

    A model that is not known counts as the dearest: the estimate is rather too high than too low.
    """
    model = _MODELS.get(parameters.speech_model, max(_MODELS.values()))
    return model + sum(_OPTIONS[name] for name in _options(parameters))


def is_estimated(parameters: StreamParameters) -> bool:
    """Whether the price of an hour is an estimate: that of a model without a published price, or of an option."""
    return parameters.speech_model not in _PUBLISHED or bool(_options(parameters))


def cost(seconds: float, parameters: StreamParameters) -> float:
    """USD for a session that was open so long, estimated. Silence and pauses count as speech does."""
    return ceil(seconds) / _HOUR * per_hour(parameters)


def seconds_for(usd: float, parameters: StreamParameters) -> float:
    """Seconds that a session may be open for so much money, estimated. 0 for less than a second costs."""
    return int(usd / per_hour(parameters) * _HOUR)


def _options(parameters: StreamParameters) -> Collection[str]:
    """The options that cost extra and were chosen."""
    given = parameters.model_dump(include=set(_OPTIONS), exclude_none=True)
    return [name for name in _OPTIONS if given.get(name)]
