"""Loads the recognizer of a speech model. The engines are imported here, so that only workers load them."""

from assemblyai_emulator.hearing.recognizer import Recognizer
from assemblyai_emulator.hearing.speech_model import SpeechModel


def load(model: SpeechModel, threads: int) -> Recognizer:
    """`threads` are for Whisper, per file. Raises SetupError if the weights are not the published ones."""
    if model.weights is None:
        from assemblyai_emulator.hearing.sphinx.recognizer import PocketsphinxRecognizer  # noqa: PLC0415 - see above

        return PocketsphinxRecognizer(model.used)
    from assemblyai_emulator.hearing.whisper.recognizer import WhisperRecognizer  # noqa: PLC0415 - see above

    return WhisperRecognizer(model.used, model.weights, threads)
