"""`make hosts` puts the server in front of each host and writes docs/hosts.md; `make hosts ONLY=name` runs one of them.

Each host is installed into an environment of its own below build/hosts, as their dependencies exclude each other.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from hosts import HOSTS, Host
from table import write_document

from assemblyai_tools import ALL_OPERATIONS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "hosts"
ADAPTERS = HERE / "adapters"
RESULTS = HERE / "results.json"

LONG_AUDIO = "https://example.com/an-hour.mp3"
_SENTENCES = (
    "I think we should send the invoice before the end of the month.",
    "What did the supplier say about the refund for the second delivery?",
    "The deadline is on Thursday, so there is not much time left.",
)
_SENTENCE_MS = 5_000
_LONGEST_RUN = 300
"""Seconds that one host may take for everything."""

_LONGEST_INSTALL = 600


def main() -> int:
    parser = argparse.ArgumentParser(prog="make hosts", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the name of the hosts to run")
    parser.add_argument("--table", action="store_true", help="run none: write docs/hosts.md from the results")
    parser.add_argument(
        "--resource-links", action="store_true", help="record only what the hosts make of resource links"
    )
    options = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    chosen = [] if options.table else [host for host in HOSTS if options.only.lower() in host.name.lower()]
    if not chosen and not options.table:
        parser.error(f"there is no host {options.only!r}; there are {', '.join(host.name for host in HOSTS)}")
    scenarios = _write_scenario()
    for host in chosen:
        _say(f"{host.name} ...")
        more = ["--resource-links"] if options.resource_links else []
        row = _run(host, scenarios, more)
        known = results.setdefault(host.name, {})
        if options.resource_links:
            known["links"] = row["cells"].get("long")
        else:
            results[host.name] = {"links": known.get("links"), **row, "date": f"{datetime.now(UTC):%Y-%m-%d}"}
        RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
        for name, (done, told) in row["cells"].items():
            _say(f"  {name}: {'ok' if done else 'none' if done is None else 'FAILED'}, {told}")
    write_document(ROOT / "docs" / "hosts.md", results)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _write_scenario() -> Path:
    """An hour of two voices, as a transcript that the emulator plays back."""
    folder = BUILD / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    texts, speakers = cycle(_SENTENCES), cycle("AABB")
    turns = [
        {"speaker": next(speakers), "start": at, "end": at + _SENTENCE_MS - 500, "text": next(texts)}
        for at in range(0, 3_600_000, _SENTENCE_MS)
    ]
    scenario = {"audio_url": LONG_AUDIO, "transcript": {"utterances": turns}}
    (folder / "an-hour.json").write_text(json.dumps(scenario))
    return folder


def _run(host: Host, scenarios: Path, more: Sequence[str]) -> dict:
    folder = BUILD / re.sub(r"\W+", "-", host.name).strip("-").lower()
    folder.mkdir(parents=True, exist_ok=True)
    failed = _install(host, folder)
    if failed:
        return _nothing(f"it cannot be installed here: {failed}", done=None)
    shutil.rmtree(folder / "data", ignore_errors=True)
    given = {
        "command": str(ROOT / ".venv" / "bin" / "assemblyai-mcp"),
        "arguments": ["--offline", "--data-dir", str(folder / "data"), "--scenarios", str(scenarios), *more],
        "env": {"ASSEMBLYAI_ALLOWED_DIRS": str(ROOT / "tests" / "audio")},
        "tools": [operation.name for operation in ALL_OPERATIONS],
        "long_audio": LONG_AUDIO,
    }
    code, output = _process(_command(host, folder), folder, HOSTS_GIVEN=json.dumps(given))
    (folder / "log").write_text(output)
    rows = [line for line in output.splitlines() if line.startswith('{"version":')]
    if rows:
        return json.loads(rows[-1])
    why = (
        f"no end after {_LONGEST_RUN} s" if code is None else (output.strip().splitlines() or ["nothing"])[-1]
    )
    return _nothing(f"the adapter did not start: {why}"[:200], done=False)


def _nothing(why: str, *, done: bool | None) -> dict:
    return {"version": "", "mcp": "", "limit": "", "cells": {"list": (done, why)}}


def _install(host: Host, folder: Path) -> str:
    """Install the host unless it is there; gives the reason if that fails."""
    marker = folder / "installed"
    if marker.exists() and marker.read_text() == "\n".join(host.install):
        return ""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    python = str(folder / "venv" / "bin" / "python")
    commands = (
        [["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *host.install]]
        if host.is_node
        else [
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder / "venv")],
            [uv, "pip", "install", "--quiet", "--python", python, *host.install],
        ]
    )
    for command in commands:
        if not shutil.which(command[0]):
            return f"there is no {command[0]}"
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_INSTALL, check=False)
        if done.returncode:
            return " ".join((done.stderr or done.stdout).split())[:200]
    marker.write_text("\n".join(host.install))
    return ""


def _command(host: Host, folder: Path) -> list[str]:
    if not host.is_node:
        return [str(folder / "venv" / "bin" / "python"), str(ADAPTERS / host.adapter)]
    for script in ADAPTERS.glob("*.mjs"):  # Node looks for packages beside the script
        shutil.copy(script, folder)
    own = folder / "node_modules" / ".bin" / "node"
    return [str(own) if own.exists() else "node", str(folder / host.adapter)]


def _process(command: list[str], folder: Path, **env: str) -> tuple[int | None, str]:
    """Run the adapter; gives its exit code, or None if it had to be stopped, and all that it wrote."""
    quiet = {
        "OTEL_SDK_DISABLED": "true",
        "CREWAI_DISABLE_TELEMETRY": "true",
        "OPENAI_AGENTS_DISABLE_TRACING": "1",
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **quiet, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            output, _ = running.communicate(timeout=_LONGEST_RUN)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return None, running.communicate()[0]
        return running.returncode, output


if __name__ == "__main__":
    sys.exit(main())
