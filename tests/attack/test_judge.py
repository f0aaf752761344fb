"""An attack holds only if it ends by itself, with figures that are all good."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from tests.attack.__main__ import ATTACKS, judge
from tests.attack.figure import Figure

FOUND_NOTHING = Figure("files read from outside", 0, 0)
FOUND_ONE = Figure("files read from outside", 1, 0)
LONG = 60


def program(*figures, then="pass"):
    lines = "\n".join(json.dumps(asdict(figure)) for figure in figures)
    return [sys.executable, "-c", f"print({lines!r}, flush=True)\n{then}"]


def test_an_attack_that_finds_nothing_holds(capsys):
    assert judge(program(FOUND_NOTHING), LONG)
    assert "files read from outside (at most 0)" in capsys.readouterr().out


def test_an_attack_that_met_what_it_is_about_holds(capsys):
    assert judge(program(Figure("kills that met a worker", 5, 5, least=5)), LONG)
    assert "kills that met a worker (at least 5)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [
        program(FOUND_NOTHING, FOUND_ONE),
        program(FOUND_NOTHING, Figure("kills that met a worker", 1, 5, least=2)),
        program(FOUND_NOTHING, then="raise SystemExit(3)"),
        [sys.executable, "-c", "pass"],
    ],
)
def test_one_that_finds_something_or_fails_or_counts_nothing_does_not_hold(command, capsys):
    assert not judge(command, LONG)
    assert "FAILED" in capsys.readouterr().out


def test_one_that_does_not_end_is_ended(capsys):
    assert not judge(program(FOUND_NOTHING, then="import threading; threading.Event().wait()"), 0.5)
    assert "did not end within 0.5 s" in capsys.readouterr().out


def test_every_attack_is_made():
    modules = {
        path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef attack(" in path.read_text()
    }
    assert modules == set(ATTACKS)
