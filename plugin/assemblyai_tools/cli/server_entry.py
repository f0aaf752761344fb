"""How an MCP client starts the server of this installation: its command and its environment."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assemblyai_tools.cli.account import KEY_VARIABLE

if TYPE_CHECKING:
    from assemblyai_tools.config import Settings

_FOLDERS = "ASSEMBLYAI_ALLOWED_DIRS"


def server_entry(
    settings: "Settings", *, offline: bool, folders: Sequence[Path], key: str | None
) -> dict[str, Any]:
    """The server as clients describe it: command, args, and env with the settings that are not the usual ones.

    A client passes little or nothing of a shell's environment on.
    """
    words = [*_command(), "mcp", *(["--offline"] if offline else [])]
    changed = {} if offline else _changed(settings)
    if folders:
        changed[_FOLDERS] = os.pathsep.join(map(str, folders))
    elif settings.allowed_dirs is not None:
        changed[_FOLDERS] = settings.to_env()[_FOLDERS]
    if key:
        changed[KEY_VARIABLE] = key
    return {"command": words[0], "args": words[1:], "env": changed}


def _command() -> list[str]:
    """`assemblyai-tools` of this environment by its absolute path, as a client's PATH is another one."""
    script = shutil.which("assemblyai-tools", path=sysconfig.get_path("scripts"))
    return [script] if script else [sys.executable, "-m", "assemblyai_tools.cli.main"]


def _changed(settings: "Settings") -> dict[str, str]:
    usual = type(settings)().to_env()
    return {
        name: value
        for name, value in settings.to_env().items()
        if value != usual.get(name) and name not in (_FOLDERS, KEY_VARIABLE)
    }
