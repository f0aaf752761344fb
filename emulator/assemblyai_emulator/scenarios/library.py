"""All scenarios of one folder, looked up by their audio."""

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

    audio_url: Annotated[str, Field(pattern="^(https?|wss)://")] | None = None
    audio_sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")] | None = None
    transcript: ScenarioTranscript

    @model_validator(mode="after")
    def _check_audio(self) -> Self:
        if self.audio_url is None and self.audio_sha256 is None:
            raise ValueError("it names no audio: give audio_url or audio_sha256")
        return self

    def audio_keys(self) -> list[str]:
        keys = (self.audio_url, self.audio_sha256 and self.audio_sha256.lower())
        return [key for key in keys if key]


_FILE = TypeAdapter(_File)


class Scenarios:
    """Scenarios by their name, and by the URL and SHA-256 of their audio."""

    def __init__(self) -> None:
        self._by_name: dict[str, Scenario] = {}
        self._by_audio: dict[str, Scenario] = {}

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every `*.json` of the folder. Raises SetupError that names the file and its faults."""
        scenarios = cls()
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise SetupError(f"{folder} holds no scenario: no file whose name ends in .json.")
        for path in paths:
            scenarios._add(path)
        return scenarios

    def __bool__(self) -> bool:
        return bool(self._by_audio)

    def of_url(self, url: str) -> Scenario | None:
        return self._by_audio.get(url)

    def named(self, name: str) -> Scenario | None:
        """The scenario of the file with this name."""
        return self._by_name.get(name)

    def of_file(self, path: Path) -> Scenario | None:
        """Look up a file by its bytes, which are all read. None if the file does not exist."""
        if not self:
            return None
        try:
            with path.open("rb") as file:
                return self._by_audio.get(hashlib.file_digest(file, "sha256").hexdigest())
        except FileNotFoundError:
            return None

    def result(self, transcript: Transcript, media: Path) -> dict[str, Any] | None:
        """The result that replaces decoding; None if the audio has no scenario.

        Downloaded audio can be looked up by its bytes only now, after the check of its request, so the check for a
        scenario follows here. Raises MediaError if the scenario is an error, lacks a requested result, or is gone.
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
            scenario.check(transcript.parameters, has_audio=media.exists())
        except ApiError as error:
            raise MediaError(error.text) from None
        return scenario.result(transcript.parameters)

    def _add(self, path: Path) -> None:
        file = setup_file.read(path, _FILE)
        scenario = Scenario(path.name, file.transcript)
        self._by_name[scenario.name] = scenario
        for key in file.audio_keys():
            other = self._by_audio.setdefault(key, scenario)
            if other is not scenario:
                raise SetupError(f"{path} and {other.name} are scenarios for the same audio, {key}.")
