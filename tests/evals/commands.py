"""Running jobs as a person does, in a process of their own: inspect-ai's own warnings would be errors in this one."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _environment(folder, variables):
    places = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    return {"PATH": os.environ["PATH"], **places, **variables}


def python(folder, *arguments, **variables):
    """Run Python in the project's folder. inspect-ai writes its files below `folder`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(folder, variables),
        capture_output=True,
        text=True,
        check=False,
    )


def started(folder, *arguments, **variables):
    """Start Python as `python` does, for a test that sends it signals."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=_environment(folder, variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcomes(folder, *arguments):
    """Run jobs: their outcomes, and the output."""
    done = python(folder, "-m", "evals", "--to", str(folder), *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "outcomes.json").read_text(encoding="utf-8")), done.stdout
