"""The README and the pages beside it say what is there: links lead on, Python compiles."""

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = {page: page.read_text(encoding="utf-8") for page in (README, *sorted((ROOT / "docs").glob("*.md")))}
LINKS = [(page, link) for page, text in PAGES.items() for link in re.findall(r"\]\((?!http)([^)#]+)", text)]
CODE = [
    (page, code)
    for page, text in PAGES.items()
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_leads_to_a_file(page, link):
    assert (page.parent / link).exists()


@pytest.mark.parametrize(("page", "code"), CODE)
def test_an_example_compiles_and_imports_what_exists(page, code):
    assert compile(code, page.name, "exec")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(node.module)
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


def test_a_newcomer_has_an_agent_in_ten_lines():
    first = next(code for page, code in CODE if page.name == "langchain.md")
    assert "create_agent(" in first
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
