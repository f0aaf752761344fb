"""Where this package was installed from, so that a hint on how to install more of it works."""

import json
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

PACKAGE = "assemblyai-tools"
"""The package's name in an index."""


def install_command(extra: str) -> str:
    """The command that installs an extra: from the folder that the package was installed from, or from an index."""
    folder, is_editable = _folder()
    if folder is None:
        return f"pip install '{PACKAGE}[{extra}]'"
    editable = "-e " if is_editable else ""
    return f"{_pip()} install {editable}{shlex.quote(f'{folder}[{extra}]')}"


def _pip() -> str:
    """The pip of this environment, which need not be the one on the PATH."""
    pip = Path(sys.executable).with_name("pip")
    return shlex.quote(str(pip)) if pip.exists() else f"{shlex.quote(sys.executable)} -m pip"


@cache
def _folder() -> tuple[Path | None, bool]:
    """The folder that the package was installed from, if it still is there, and whether it is used as it is there."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - only hints need it

    try:
        noted: dict[str, Any] = json.loads(distribution(PACKAGE).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None, False
    address = urlsplit(str(noted.get("url", "")))
    folder = Path(url2pathname(address.path))
    if address.scheme != "file" or not (folder / "pyproject.toml").is_file():
        return None, False
    return folder, noted.get("dir_info", {}).get("editable", False)
