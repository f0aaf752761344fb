"""What this emulator can hear: its speech model, and whether it can tell speakers apart."""

from dataclasses import dataclass

from assemblyai_emulator.config import LONGEST_DIARIZATION_S, Settings
from assemblyai_emulator.hearing.speakers import package
from assemblyai_emulator.hearing.speech_model import SpeechModel, choose
from assemblyai_emulator.hearing.whisper.download import fetch

_ACCURACY = {
    "tiny.en": "Speech is decoded offline, by Whisper tiny.en: about 4 % of the words come out wrong on clean studio "
    "speech, and about 19 % on a telephone call.",
    "pocketsphinx": "Speech is decoded offline, by pocketsphinx, with low accuracy: about 28 % of the words come out "
    "wrong on clean studio speech, and about 83 % on a telephone call.",
}
"""Measured on human speech; see benchmarks/README.md."""


@dataclass(frozen=True, slots=True)
class Ear:
    """`speakers` is whether speakers on one channel can be told apart, in audio of up to `longest_diarization_s`."""

    model: SpeechModel
    speakers: bool = False
    longest_diarization_s: int = LONGEST_DIARIZATION_S

    @property
    def steerable(self) -> bool:
        """Whether prompts, key terms and a temperature have an effect."""
        return self.model.weights is not None

    @property
    def large(self) -> bool:
        """Whether the model may be much slower than the small ones that come in packages."""
        return self.model.name not in {"tiny.en", "base", "pocketsphinx"}

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages of the engine, which are imported by the speech processes."""
        return ("faster_whisper",) if self.model.weights else ("pocketsphinx",)

    @property
    def notice(self) -> str:
        """What to expect, for the one who starts the emulator."""
        parts = [
            _ACCURACY.get(self.model.name) or f"Speech is decoded offline, by Whisper {self.model.name}."
        ]
        parts += [
            "It knows many languages: send language_code or language_detection."
            if self.model.multilingual
            else "English only."
        ]
        parts += (
            []
            if self.speakers
            else [
                "Speakers on one channel are not told apart without the extra emulator-speakers (docs/emulator.md)."
            ]
        )
        return " ".join([*parts, f"{self.model.lack}." if self.model.lack else ""]).strip()

    def check(self) -> None:
        """Raises SetupError if the weights are missing or are not the published ones. Reads all of them."""
        if self.model.weights:
            self.model.weights.check()


def of(settings: Settings) -> Ear:
    """Raises SetupError if the speech model cannot be used. Its weights are not checked yet."""
    model = choose(settings.speech_model, fetch)
    return Ear(model, package.available(), settings.longest_diarization_s)
