"""What transcribing costs, as far as the price page tells it: an estimate, never a bill."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from typing import Any, cast

from assemblyai_tools.errors import ConfigurationError, FileAccessError

_HOUR = 3600
"""Seconds of an hour."""

# https://www.assemblyai.com/pricing as of 2026-09-28, pay as you go, for recordings. The page bills by the second of
# audio, and bills no failed transcript. It did not name assemblyai-stt-3-7 yet: taken as its predecessor's price. The
# prices of entity_detection and of what stands below it are of earlier states of that page.
_DATE = "2026-09-28"
_SOURCE = "https://www.assemblyai.com/pricing"

_MODELS: Mapping[str, float] = {
    "assemblyai-stt-3-7": 0.21,
    "universal-3-5-pro": 0.21,
    "universal-3-pro": 0.21,
    "universal-2": 0.15,
}

_OPTIONS: Mapping[str, float] = {
    "speaker_labels": 0.02,
    "keyterms_prompt": 0.05,
    "prompt": 0.05,
    "domain": 0.15,
    "entity_detection": 0.08,
    "sentiment_analysis": 0.02,
    "auto_highlights": 0.01,
    "iab_categories": 0.15,
    "content_safety": 0.15,
    "redact_pii": 0.08,
    "redact_pii_audio": 0.05,
    "filter_profanity": 0.01,
    "target_languages": 0.06,
    "speaker_type": 0.02,
    "date_format": 0.03,
    "phone_number_format": 0.03,
    "email_format": 0.03,
}


def billed_seconds(seconds: float) -> int:
    """What is billed of a recording of this length: the service counts whole seconds, the last one for a full one."""
    return ceil(seconds)


@dataclass(frozen=True, slots=True)
class Prices:
    """USD for an hour of audio, by speech model and option."""

    models: Mapping[str, float]
    options: Mapping[str, float]
    """What an option adds, if it is on."""
    date: str
    """The day on which the prices were read, as the source gives it."""
    source: str
    """Where the prices were read."""

    @classmethod
    def listed(cls) -> "Prices":
        """The prices that this version knows."""
        return cls(_MODELS, _OPTIONS, _DATE, _SOURCE)

    @classmethod
    def read(cls, path: Path | None) -> "Prices":
        """The known prices with those of a TOML or JSON file over them. Raises an AssemblyAIError that names the file.

        The file has the tables `models` and `options` (USD an hour by name), and may have `date` and `source`.
        """
        if path is None:
            return cls.listed()
        try:
            text = path.read_text(encoding="utf-8-sig")
            given = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
        except OSError as error:
            raise FileAccessError(f"The prices in {path} cannot be read ({error.strerror}).") from None
        except ValueError as error:
            raise ConfigurationError(f"The prices in {path} are neither TOML nor JSON ({error}).") from None
        return _over(cls.listed(), given, str(path))

    @classmethod
    def from_json(cls, text: str) -> "Prices":
        """The prices that `to_json` wrote."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    def per_hour(self, options: Mapping[str, Any]) -> float:
        """USD for an hour of audio with these options of transcribe.

        Of several models the dearest counts, and of none, or of one that is unknown, the dearest of all: the estimate
        is rather too high than too low.
        """
        dearest = max(self.models.values())
        asked: list[str] = options.get("speech_models") or []
        model = max((self.models.get(name, dearest) for name in asked), default=dearest)
        return model + sum(price for name, price in self.options.items() if options.get(name))

    def cost(self, seconds: float, options: Mapping[str, Any]) -> float:
        """USD for a recording of this length."""
        return billed_seconds(seconds) / _HOUR * self.per_hour(options)


@dataclass(slots=True)
class Estimate:
    """What the recordings of a batch come to. It grows with each one that is added."""

    prices: Prices
    options: Mapping[str, Any]
    """The batch's own."""
    recordings: int = 0
    unknown: int = 0
    """Recordings whose length is not known; hours and cost are without them."""
    hours: float = 0.0
    cost: float = 0.0
    """USD."""

    def add(self, seconds: float | None, options: Mapping[str, Any] | None = None) -> None:
        """Add a recording of this length, with its own options."""
        self.recordings += 1
        if seconds is None:
            self.unknown += 1
            return
        self.hours += billed_seconds(seconds) / _HOUR
        self.cost += self.prices.cost(seconds, {**self.options, **(options or {})})


def _over(known: Prices, given: Any, called: str) -> Prices:
    """The known prices with those of a file over them."""
    tables = {"models": known.models, "options": known.options}
    merged = {name: {**table, **_table(given, name, called)} for name, table in tables.items()}
    if extra := set(given) - {*tables, "date", "source"}:
        raise _wrong(called, f"{min(extra)!r} is no table of prices: give models and options")
    if not any(given.get(name) for name in tables):
        raise _wrong(called, "it has no price: give models or options")
    return Prices(**merged, date=str(given.get("date", "no date")), source=str(given.get("source", called)))


def _table(given: Any, name: str, called: str) -> Mapping[str, float]:
    if not isinstance(given, dict) or not isinstance(
        table := cast("dict[str, Any]", given).get(name, {}), dict
    ):
        raise _wrong(called, f"{name} is no table")
    for what, price in cast("dict[str, Any]", table).items():
        if isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price < float("inf"):
            raise _wrong(called, f"{name}.{what} is {price!r}; give USD for an hour of audio")
    return cast("dict[str, float]", table)


def _wrong(called: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"The prices in {called} cannot be used: {what}.", next_step="docs/batch.md shows such a file."
    )
