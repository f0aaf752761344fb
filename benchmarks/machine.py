"""On which machine, with which versions, and at which commit something was measured."""

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("assemblyai", "fastmcp", "httpx", "langchain-core", "mcp", "pydantic", "tiktoken")
_WRITTEN = ("README.md", "results.json", "../README.md")
"""The files that a run writes: changes there do not count as changes since the commit."""
_LOAD = "load at the start"


def description(openapi: Path | None) -> dict[str, str]:
    """The facts above the table of what it costs."""
    found = facts(_PACKAGES)
    load = found.pop(_LOAD)
    return {**found, **({"OpenAPI file": _title(openapi)} if openapi else {}), _LOAD: load}


def facts(packages: Sequence[str]) -> dict[str, str]:
    """The facts above a table, with the versions of these packages."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "commit": _commit(),
        "processor": f"{os.cpu_count()} x {_processor()}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in packages),
        _LOAD: _load(),
    }


def _commit() -> str:
    """The commit, with a plus if anything was changed since; "unknown" outside of a clone."""
    try:
        commit = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--", ":/", *(f":(exclude){name}" for name in _WRITTEN))
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+" if changed else "")


def _git(*arguments: str) -> str:
    command = ("git", *arguments)
    done = subprocess.run(command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _load() -> str:
    load = os.getloadavg()[0]
    busy = load > (os.cpu_count() or 1) / 2
    return f"{load:.1f}" + (" (the machine had other work: trust ratios only)" if busy else "")


def _title(openapi: Path) -> str:
    """The file's name, and the title and version in it."""
    # By name: PyYAML has no types of its own.
    described: Any = import_module("yaml").safe_load(openapi.read_text(encoding="utf-8"))
    return f"{openapi.name} ({described['info']['title']} {described['info']['version']})"


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"
