"""How one emulator is set up; the only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

LLM_KEY_VARIABLE = "ASSEMBLYAI_EMULATOR_LLM_KEY"


@dataclass(frozen=True, slots=True)
class Settings:
    """`workers` is the number of speech processes; no `api_keys` means that any key is an account of its own.

    Without a `data_dir` everything is kept in a temporary folder, which is removed when the emulator stops.
    With `llm_url` and `llm_model` (an OpenAI-compatible server) the LeMUR routes ask that model; `llm_key`
    is sent to it. `faults` is a file of rules that make requests fail, `scenarios` a folder of transcripts
    for chosen audio.
    """

    data_dir: Path | None
    workers: int = 1
    api_keys: tuple[str, ...] = ()
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    faults: Path | None = None
    scenarios: Path | None = None


def default_workers() -> int:
    """One process per core but one, which is left to the server and to whoever asks it."""
    return max((os.cpu_count() or 1) - 1, 1)


def llm_key_from_environment() -> str | None:
    # Not an argument: arguments show in process lists.
    return os.environ.get(LLM_KEY_VARIABLE) or None  # noqa: TID251 - this is the config module
