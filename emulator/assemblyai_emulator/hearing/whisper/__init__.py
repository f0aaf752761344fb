"""The recognizer that is used by default: Whisper, run by faster-whisper."""
