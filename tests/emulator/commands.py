"""The command that starts an emulator as a process of its own, on a free port."""

import sys
from pathlib import Path


def emulator_command(data_dir: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "assemblyai_emulator", "--port", "0", "--data-dir", str(data_dir), *options]
