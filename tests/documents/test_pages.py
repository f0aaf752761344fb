"""The README and the pages beside it say what is there: links lead on, Python compiles."""

import ast
import importlib
import re

import pytest
from tests.documents.blocks import BLOCKS, PAGES, ROOT

LINKS = [
    pytest.param(page, link, id=f"{page.relative_to(ROOT)}-{link}")
    for page in PAGES
    for link in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8"))
]
PYTHON = [block for block in BLOCKS if block.kind == "python"]


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_leads_to_a_file(page, link):
    assert (page.parent / link).exists()


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_an_example_compiles_and_imports_what_exists(block):
    tree = compile(block.code, block.page.name, "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(node.module)
            assert [name.name for name in node.names if not hasattr(module, name.name)] == []


@pytest.mark.parametrize(("page", "lines"), [("langchain.md", 10), ("live.md", 15)])
def test_a_newcomer_has_an_agent_in_a_few_lines(page, lines):
    first = next(block.code for block in PYTHON if block.page.name == page)
    assert "create_agent(" in first
    assert len([line for line in first.splitlines() if line.strip()]) <= lines
