"""How one emulator is set up; the only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

LLM_KEY_VARIABLE = "ASSEMBLYAI_EMULATOR_LLM_KEY"


@dataclass(frozen=True, slots=True)
class Settings:
    """`workers` is the number of speech processes; no `api_keys` means that any key is an account of its own.

    With `llm_url` and `llm_model` (an OpenAI-compatible server) the LeMUR routes ask that model; `llm_key`
    is sent to it.
    """

    data_dir: Path
    workers: int = 1
    api_keys: tuple[str, ...] = ()
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)


def default_workers() -> int:
    """One process per core but one, which is left to the server and to whoever asks it."""
    return max((os.cpu_count() or 1) - 1, 1)


def llm_key_from_environment() -> str | None:
    # Not an argument: arguments show in process lists.
    return os.environ.get(LLM_KEY_VARIABLE) or None  # noqa: TID251 - this is the config module
