"""Every block of every page runs, word for word and offline, in a checkout after `make demo`.

What stands in for the world: an emulator for AssemblyAI, a scripted model for OpenAI, a short recording for every
recording that is named. A block that names a file behind its language is that file. `make` only says what it would do,
and `pip install` installs nothing: see the rules in commands.py. A block or a command that is not known fails.
"""

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
from tests.documents.blocks import BLOCKS, FILE
from tests.documents.commands import lines, run_line, show_configured
from tests.documents.shell import LONGEST

RUNNER = Path(__file__).with_name("run_blocks.py")

PYTHON = [
    list(group)
    for _, group in groupby(
        (block for block in BLOCKS if block.kind == "python"), key=lambda block: block.page
    )
]
"""The Python blocks of each page, which read on from one another."""

SHELL = [block for block in BLOCKS if block.kind in ("shell", "console")]
JSON = [block for block in BLOCKS if block.kind == "json"]
FILES = [block for block in BLOCKS if block.kind == FILE]


def files_of(page):
    """The texts of a page's files, by their paths."""
    return {block.file: block.code for block in FILES if block.page == page}


def run_python(shell, page, blocks):
    """Run blocks as one program. A warning that is meant for the program's author is an error."""
    given = {"page": str(page), "blocks": [{"line": block.line, "code": block.code} for block in blocks]}
    return subprocess.run(
        [sys.executable, "-W", "error:::__main__", RUNNER],
        input=json.dumps(given),
        cwd=shell.folder,
        env=shell.env,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


@pytest.mark.parametrize("page", PYTHON, ids=lambda blocks: blocks[0].page.name)
def test_the_python_blocks_of_a_page_run_one_after_the_other(page, shell):
    with shell("".join(block.code for block in page), files_of(page[0].page)) as opened:
        done = run_python(opened, page[0].page, page)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_the_lines_of_a_shell_block_run_one_after_the_other(block, shell):
    with shell(block.code, files_of(block.page)) as opened:
        for line in lines(block):
            run_line(opened, line)


@pytest.mark.parametrize("block", JSON, ids=str)
def test_the_servers_of_a_client_configuration_start_and_show_their_tools(block, shell):
    with shell(block.code) as opened:
        show_configured(opened, block.code)


@pytest.mark.parametrize("block", FILES, ids=str)
def test_a_file_is_used_by_a_block_of_its_page(block):
    others = [
        other.code
        for other in BLOCKS
        if other.page == block.page and other.kind in ("python", "shell", "console")
    ]
    assert block.file.partition("/")[0] in " ".join(others)
