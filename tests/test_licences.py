"""Every locked package has a licence that somebody looked at: requirements/licences.toml, docs/licences.md."""

import os

import av
import pytest
from tests import licences

PAGE = licences.ROOT / "docs" / "licences.md"
LOCKED = sorted(licences.locked())
LOOK = "read the package's licence, and what its wheel holds of others, and write it into requirements/licences.toml"


def test_each_locked_package_was_looked_at():
    assert [name for name in LOCKED if name not in licences.LOOKED_AT] == [], LOOK


def test_no_row_outlives_its_package():
    assert licences.LOOKED_AT.keys() - set(LOCKED) == set(), "take them out of requirements/licences.toml"


@pytest.mark.parametrize("name", LOCKED)
def test_a_package_says_the_licence_that_was_looked_at(name):
    said = licences.said(name)
    if said is None:
        pytest.skip("not installed here: another platform's, or for make bench, make fuzz or a build")
    row = licences.LOOKED_AT[name]
    assert said == row.get("says", row["licence"]), LOOK
    assert "note" in row or not licences.names_copyleft(name), (
        f"its text names a GNU licence: {LOOK}, with a note"
    )


@pytest.mark.parametrize("name", sorted(licences.brought()))
def test_what_users_install_asks_for_its_notice_only_or_has_a_note(name):
    row = licences.LOOKED_AT[name]
    assert "note" in row or licences.is_permissive(row["licence"]), LOOK


def test_the_core_the_langchain_tools_and_the_mcp_server_bring_what_the_page_says():
    small = [name for name, parts in licences.brought().items() if {"core", "langchain", "mcp"} & set(parts)]
    more = {name: licences.LOOKED_AT[name]["licence"] for name in small}
    assert {name: said for name, said in more.items() if not licences.is_permissive(said)} == {
        "certifi": "MPL-2.0",
        "orjson": "MPL-2.0 AND (Apache-2.0 OR MIT)",
    }, "say in docs/licences.md what they ask of those who pass them on"


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("MIT", True),
        ("MIT AND (BSD-2-Clause OR LGPL-2.1-or-later)", True),
        ("MPL-2.0 AND MIT", False),
        ("AGPL-3.0-or-later", False),
        ("BSD License", False),
    ],
)
def test_a_licence_asks_for_its_notice_only_if_each_of_its_parts_does(licence, permissive):
    assert licences.is_permissive(licence) is permissive


def test_the_page_is_right_about_what_the_decoder_holds():
    assert {"libx264", "libx265"} <= av.codecs_available, (
        "docs/licences.md says that av holds them: look again"
    )


def test_the_page_has_the_row_of_each_package():
    text = PAGE.read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- packages -->\n")
    _, end, after = rest.partition("<!-- end -->")
    expected = "".join([before, mark, *(f"{row}\n" for row in licences.table()), end, after])
    if os.environ.get("UPDATE_GENERATED") == "1":
        PAGE.write_text(expected, encoding="utf-8")
        text = expected
    assert text == expected, "run make licences"
