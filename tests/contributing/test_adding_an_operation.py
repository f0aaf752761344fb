"""CONTRIBUTING.md's section "Adding an operation", followed to the letter in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

SECTION = (
    (ROOT / "CONTRIBUTING.md")
    .read_text(encoding="utf-8")
    .partition("\n## Adding an operation\n")[2]
    .partition("\n## ")[0]
)
STEPS = re.findall(
    r"^ *(A new file|In|At the end of),? `([^`]+)`(?:, above the line `([^`\n]+)`)?:\n\n( *```python\n.*?^ *```$)",
    SECTION,
    re.MULTILINE | re.DOTALL,
)
"""What to do, the file, the line to do it above, and the fenced code."""
COMMANDS = [
    line
    for block in re.findall(r"^ *```sh\n(.*?)^ *```$", SECTION, re.MULTILINE | re.DOTALL)
    for line in dedent(block).splitlines()
]

MOST_SOURCE_FILES = 5
LONGEST = 600
"""Seconds that a command may take on a busy machine."""


class Copy:
    """The project as it is, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        if (ROOT / ".mypy_cache").exists():
            shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
        self._make_environment(folder / ".venv")

    @staticmethod
    def _make_environment(venv):
        """An environment that has the packages of this one, and imports the project from the copy."""
        (venv / "bin").mkdir(parents=True)
        shutil.copy(BIN.parent / "pyvenv.cfg", venv)
        for file in BIN.iterdir():
            copied = venv / "bin" / file.name
            if file.name.startswith("python"):
                copied.symlink_to(os.path.realpath(file))
            elif file.read_bytes().startswith(b"#!"):
                copied.write_text(file.read_text().replace(str(BIN), str(venv / "bin")))
                copied.chmod(0o755)
            else:
                copied.symlink_to(file)
        here = Path(pytest.__file__).parents[1]
        packages = venv / here.relative_to(BIN.parent)
        packages.mkdir(parents=True)
        sources = [venv.parent / name for name in ("plugin", "mcp_server", "emulator")]
        (packages / "copy.pth").write_text("".join(f"{path}\n" for path in (*sources, here)))
        for stamp in (".uv", ".demo", ".dev"):  # so that make installs nothing
            (venv / stamp).touch()

    def apply(self, where, file, line, fenced):
        path = self.folder / file
        code = "".join(dedent(fenced).splitlines(keepends=True)[1:-1])
        if where == "A new file":
            assert not path.exists()
            path.write_text(code)
            return
        text = path.read_text()
        if where == "At the end of":
            path.write_text(f"{text}\n\n{code}")
            return
        (found,) = re.findall(rf"^ *{re.escape(line)}\n", text, re.MULTILINE)
        path.write_text(text.replace(found, code + found))

    def run(self, command):
        """The exit code and the output; nothing of the environment in which these tests run is passed on."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env={**kept, "COLUMNS": "400"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        return done.returncode, done.stdout

    def sources(self):
        """The text of every source file."""
        return {
            path.relative_to(self.folder): path.read_text()
            for name in ("plugin", "mcp_server")
            for path in (self.folder / name).rglob("*.py")
        }


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def test_every_block_of_the_section_is_a_step_or_commands():
    assert len(STEPS) == SECTION.count("```python")
    assert len(STEPS) >= 4
    assert {command.split()[1] for command in COMMANDS if command.startswith("make ")} >= {
        "generate",
        "record",
        "check",
        "test",
    }


def test_every_module_that_tests_each_operation_is_marked_as_one_for_the_catalogue():
    modules = {path: path.read_text() for path in (ROOT / "tests").rglob("test_*.py")}
    each = [path for path, text in modules.items() if re.search(r"parametrize\([^)]*ALL_OPERATIONS", text)]
    assert len(each) >= 5
    assert [path for path in each if "mark.catalogue" not in modules[path]] == []


def test_the_steps_add_an_operation_that_passes_every_check(copy):
    before = copy.sources()
    for step in STEPS:
        copy.apply(*step)
    for command in COMMANDS:
        code, output = copy.run(command)
        assert code == 0, f"{command}\n{output[-5000:]}"
    after = copy.sources()
    changed = [str(file) for file, text in after.items() if before.get(file) != text]
    assert len(changed) <= MOST_SOURCE_FILES, changed


def test_every_test_that_fails_for_a_step_left_out_names_the_step(copy):
    for step in STEPS[:2]:
        copy.apply(*step)
    code, output = copy.run(
        ".venv/bin/pytest -q -m catalogue -k 'get_status or GetStatus' tests/generated tests/recorded "
        "tests/plugin/langchain tests/plugin/operations/test_catalogue.py"
    )
    assert code == 1
    reasons = [line for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    named = {
        "tests/recorded/scenarios.py has no scenario get_status",
        "run make generate",
    }
    assert {name for name in named if any(name in reason for reason in reasons)} == named
    assert [reason for reason in reasons if not any(name in reason for name in named)] == []
