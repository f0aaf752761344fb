"""Loads the recognizer of a speech model. The engines are imported here, so that only workers load them."""

from assemblyai_emulator.hearing.recognizer import Recognizer
from assemblyai_emulator.hearing.speech_model import SpeechModel


def load(model: SpeechModel, threads: int, *, at_once: int = 1) -> Recognizer:
    """`threads` are for Whisper, per file, and so many files are heard `at_once`, by threads of the caller.

    Pocketsphinx hears one at a time. Raises SetupError if the weights are not the published ones.
    """
    if model.weights is None:
        from assemblyai_emulator.hearing.sphinx.recognizer import PocketsphinxRecognizer  # noqa: PLC0415 - see above

        return PocketsphinxRecognizer(model.used)
    from assemblyai_emulator.hearing.whisper.recognizer import WhisperRecognizer  # noqa: PLC0415 - see above

    return WhisperRecognizer(model.used, model.weights, threads, at_once)
