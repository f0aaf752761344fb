"""The README says what is there: its table is generated, its links lead somewhere, its Python compiles."""

import re
from pathlib import Path

import pytest

from assemblyai_tools import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_tool_table_is_what_the_command_prints(capsys):
    cli.main(["tools", "--format", "markdown"])
    assert capsys.readouterr().out in README, "run: assemblyai-tools tools --format markdown"


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_a_link_leads_to_a_file(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_an_example_compiles(code):
    assert compile(code, "README.md", "exec")
