"""What examples/ and the pages import is there after `make demo`, which installs `.[demo]`."""

import re

import pytest
from tests.documents.blocks import BLOCKS, PAGES, ROOT
from tests.documents.commands import lines, packages
from tests.documents.requirements import EXTRAS, brought_by, distributions_of, imported

PROVIDERS = {"langchain-openai": "your provider's package"}
"""What the reader brings, and the words with which a page says so."""

ALL = brought_by("all")
DEMO = brought_by("demo")

BESIDE = {path.stem for path in (ROOT / "examples").glob("*.py")}
"""The modules that an example finds beside itself."""

CODE = {
    **{str(block): block.code for block in BLOCKS if block.kind == "python"},
    **{path.name: path.read_text(encoding="utf-8") for path in (ROOT / "examples").rglob("*.py")},
}
INSTALLS = [
    pytest.param(block.page, line, id=f"{block}")
    for block in BLOCKS
    if block.kind in ("shell", "console")
    for line in lines(block)
    if line.startswith("pip install ")
]
INLINE = [
    pytest.param(page, line, id=page.name)
    for page in PAGES
    for line in re.findall(r"`(pip install [^`]+)`", page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
def test_every_import_is_of_a_package_that_the_demo_installs(code):
    others = set(imported(code)) - BESIDE
    assert [package for package in others if not distributions_of(package) & DEMO] == []


@pytest.mark.parametrize(("page", "line"), INSTALLS + INLINE)
def test_a_line_that_installs_names_extras_and_packages_that_exist(page, line):
    extras, others = packages(line)
    assert extras <= set(EXTRAS)
    for name in others - ALL:
        assert name in PROVIDERS, f"{name} is neither in .[all] nor a provider's package"
        assert PROVIDERS[name] in " ".join(page.read_text(encoding="utf-8").split())
