"""The settings of an emulator. The only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

SPEECH_MODEL_VARIABLE = "ASSEMBLYAI_EMULATOR_SPEECH_MODEL"
"""The environment variable for --speech-model."""

LONGEST_DIARIZATION_S = 20 * 60
"""Seconds of audio. Telling speakers apart costs about 1.5 seconds of CPU time for each."""

LLM_KEY_VARIABLE = "ASSEMBLYAI_EMULATOR_LLM_KEY"
"""The environment variable that holds the language model's API key."""


def speech_model_setting(name: str) -> str:
    """How to choose this speech model: an option of the emulator, or a variable if another program starts it."""
    return f"--speech-model {name} (or {SPEECH_MODEL_VARIABLE}={name})"


@dataclass(frozen=True, slots=True)
class Settings:
    """`workers` is the number of speech processes. Without `api_keys` any key is accepted.

    Without a `data_dir` everything is kept in a temporary folder, which is removed when the emulator stops.
    With `llm_url` and `llm_model` (an OpenAI-compatible server) that model answers LeMUR and LLM Gateway
    requests; `llm_key` is sent to it. `faults` is a file of rules that make requests fail, `scenarios` a folder
    of transcripts for chosen audio.

    `speech_model` is a name or a folder, as hearing.speech_model takes it; None is the default one. Speakers on one
    channel are told apart in audio of up to `longest_diarization_s` seconds.

    With `public_audio_only`, neither audio nor a webhook may be on this machine or in its network.
    """

    data_dir: Path | None
    workers: int = 1
    api_keys: tuple[str, ...] = ()
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    faults: Path | None = None
    scenarios: Path | None = None
    speech_model: str | None = None
    longest_diarization_s: int = LONGEST_DIARIZATION_S
    public_audio_only: bool = False

    @property
    def threads(self) -> int:
        """Threads of each speech process: all of them together use the cores."""
        return max((os.cpu_count() or 1) // self.workers, 1)


def default_workers() -> int:
    """One process per core, except one core that is left for the server and its clients."""
    return max((os.cpu_count() or 1) - 1, 1)


def llm_key_from_environment() -> str | None:
    # Not a command line argument: those show up in process lists.
    return os.environ.get(LLM_KEY_VARIABLE) or None  # noqa: TID251 - this is the config module


def speech_model_from_environment() -> str | None:
    return os.environ.get(SPEECH_MODEL_VARIABLE) or None  # noqa: TID251 - this is the config module
