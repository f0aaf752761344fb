"""No module is longer than 300 lines, and no function longer than 40: what grows beyond that is two things."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("plugin", "mcp_server", "emulator", "evals", "benchmarks", "examples")

MOST_LINES = 300
"""Lines of a module."""

MOST_LINES_OF_A_FUNCTION = 40
"""Lines of a function, without its decorators. Tests may be longer: some are one long story."""


def modules(*folders, endings=(".py",)):
    found = [path for folder in folders for ending in endings for path in (ROOT / folder).rglob(f"*{ending}")]
    return [path for path in found if "node_modules" not in path.parts]


def test_no_module_is_too_long():
    files = modules(*SOURCES, "tests", endings=(".py", ".js", ".mjs"))
    assert len(files) > 500
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


@pytest.mark.parametrize("folder", SOURCES)
def test_no_function_is_too_long(folder):
    long = {
        f"{path.relative_to(ROOT)}:{one.lineno} {one.name}": lines
        for path in modules(folder)
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := one.end_lineno - one.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}
