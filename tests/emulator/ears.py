"""What an emulator can hear, for tests that need no weights."""

from pathlib import Path

from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.hearing.speech_model import SpeechModel
from assemblyai_emulator.hearing.whisper.weights import Weights

_WEIGHTS = Weights(Path("/nowhere"), (Path("/nowhere/model.bin"),))

ENGLISH = Ear(SpeechModel("tiny.en", _WEIGHTS), speakers=True)
MULTILINGUAL = Ear(SpeechModel("base", _WEIGHTS, multilingual=True), speakers=True)
POOR = Ear(SpeechModel("pocketsphinx"))
"""No Whisper, and no speakers."""
