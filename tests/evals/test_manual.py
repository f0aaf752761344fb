"""docs/evals.md has the table of the jobs as they are; UPDATE_GENERATED=1 writes it."""

import os
from pathlib import Path

from evals.jobs.catalogue import listing

PAGE = Path(__file__).parents[2] / "docs" / "evals.md"


def test_the_manual_lists_the_jobs():
    text = PAGE.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- jobs -->\n")
    _, end, after = rest.partition("<!-- end -->")
    expected = f"{before}{mark}{listing()}\n{end}{after}"
    if os.environ.get("UPDATE_GENERATED") == "1":
        PAGE.write_text(expected, encoding="utf-8")
        text = expected
    assert text == expected, "UPDATE_GENERATED=1 .venv/bin/pytest tests/evals/test_manual.py"
