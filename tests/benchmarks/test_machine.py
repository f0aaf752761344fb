import os
import shutil
import subprocess
from pathlib import Path

import pytest
from benchmarks import machine
from benchmarks.table import markdown


@pytest.fixture
def clone(monkeypatch, tmp_path):
    """A repository with a benchmarks folder from which the facts are gathered."""
    folder = tmp_path / "clone" / "benchmarks"
    folder.mkdir(parents=True)
    for name in ("README.md", "results.json", "machine.py"):
        (folder / name).write_text("first")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(machine, "__file__", str(folder / "machine.py"))
    return folder


def commit(folder):
    who = ("-c", "user.name=n", "-c", "user.email=n@test.invalid", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "first")):
        subprocess.run(("git", *words), cwd=folder.parent, check=True)
    said = subprocess.run(
        ("git", "rev-parse", "--short", "HEAD"), cwd=folder, check=True, capture_output=True, text=True
    )
    return said.stdout.strip()


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_the_commit_is_named_and_what_was_changed_since_except_for_what_a_run_writes(clone):
    assert machine.description()["commit"] == "unknown"
    named = commit(clone)
    (clone / "results.json").write_text("second")
    (clone / "README.md").write_text("second")
    assert machine.description()["commit"] == named
    (clone.parent / "README.md").write_text("its three numbers")
    assert machine.description()["commit"] == named
    (clone.parent / "another.md").write_text("written by somebody")
    assert machine.description()["commit"] == f"{named}+"


def test_without_git_the_commit_is_unknown(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert machine.description()["commit"] == "unknown"


@pytest.mark.parametrize(
    ("load", "said"),
    [(2.0, "2.0"), (2.1, "2.1 (the machine had other work: trust ratios only)")],
)
def test_a_machine_with_other_work_is_called_so(monkeypatch, load, said):
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0, 0))
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    facts = machine.description()
    assert facts["load at the start"] == said
    assert f"- load at the start: {said}\n" in markdown({}, facts)


def test_the_openapi_file_is_named_with_its_title_and_version(tmp_path):
    file = Path(tmp_path, "api.yml")
    file.write_text("openapi: 3.1.0\ninfo:\n  title: An API\n  version: 1.2.3\n")
    assert machine.description(file)["OpenAPI file"] == "api.yml (An API 1.2.3)"
    assert "OpenAPI file" not in machine.description()
