"""All scenarios of one folder, found by their audio."""

import hashlib
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from assemblyai_emulator import setup_file
from assemblyai_emulator.errors import ApiError, MediaError, SetupError
from assemblyai_emulator.scenarios.scenario import PARAMETER, Scenario
from assemblyai_emulator.scenarios.transcript import ScenarioTranscript
from assemblyai_emulator.store.transcripts import Transcript


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    audio_url: Annotated[str, Field(pattern="^https?://")] | None = None
    audio_sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")] | None = None
    transcript: ScenarioTranscript

    @model_validator(mode="after")
    def _check_audio(self) -> Self:
        if self.audio_url is None and self.audio_sha256 is None:
            raise ValueError("it names no audio: give audio_url or audio_sha256")
        return self

    def audio(self) -> list[str]:
        names = (self.audio_url, self.audio_sha256 and self.audio_sha256.lower())
        return [name for name in names if name]


_FILE = TypeAdapter(_File)


class Scenarios:
    """Scenarios by their own name, and by the address and SHA-256 of their audio."""

    def __init__(self) -> None:
        self._by_name: dict[str, Scenario] = {}
        self._by_audio: dict[str, Scenario] = {}

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every `*.json` of the folder. Raises SetupError that says which file is wrong, where, and how."""
        found = cls()
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise SetupError(f"{folder} holds no scenario: no file whose name ends in .json.")
        for path in paths:
            found._add(path)
        return found

    def __bool__(self) -> bool:
        return bool(self._by_audio)

    def of_url(self, url: str) -> Scenario | None:
        return self._by_audio.get(url)

    def of_file(self, path: Path) -> Scenario | None:
        """By the file's bytes, all of which are read; None for a file that is gone."""
        if not self:
            return None
        try:
            with path.open("rb") as file:
                return self._by_audio.get(hashlib.file_digest(file, "sha256").hexdigest())
        except FileNotFoundError:
            return None

    def result(self, transcript: Transcript, media: Path) -> dict[str, Any] | None:
        """What decoding would have found; None for audio that is to be decoded.

        Audio that was downloaded is known by its bytes only now, after its request was checked as any other.
        Raises MediaError when the scenario wants a failure, lacks what was asked for, or is gone.
        """
        name = transcript.parameters.get(PARAMETER)
        scenario = self._by_name.get(name) if name else self.of_file(media)
        if scenario is None:
            if name is None:
                return None
            raise MediaError(
                f"The scenario {name} is gone. Start the emulator with its folder in --scenarios."
            )
        if scenario.error:
            raise MediaError(scenario.error)
        try:
            scenario.check(transcript.parameters)
        except ApiError as error:
            raise MediaError(error.text) from None
        return scenario.result(transcript.parameters)

    def _add(self, path: Path) -> None:
        file = setup_file.read(path, _FILE)
        scenario = Scenario(path.name, file.transcript)
        self._by_name[scenario.name] = scenario
        for audio in file.audio():
            other = self._by_audio.setdefault(audio, scenario)
            if other is not scenario:
                raise SetupError(f"{path} and {other.name} are scenarios for the same audio, {audio}.")
