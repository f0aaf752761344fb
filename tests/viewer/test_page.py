"""The page is one file: whole, small, closed to what a transcript says, and allowed to run only its own script."""

import base64
import hashlib
import json
import re
import zlib
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from tests.browser.hostile import HOSTILE
from tests.browser.shown import a_meeting

from assemblyai_viewer import page

pages = import_module("assemblyai_viewer.page")
FOLDER = Path(pages.__file__).parent / "page"
JOINED = {name: (FOLDER / name).read_text(encoding="utf-8") for name in pages.MODULES}
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+)";$', re.MULTILINE)


def element(html, opening):
    """What stands in the one element that begins so."""
    start = html.index(opening) + len(opening)
    assert html.count(opening) == 1
    return html[start : html.index("</", start)]


def policy(html):
    return unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1])


def shown_in(html):
    return json.loads(element(html, '<script type="application/json" id="shown">'))


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_without_a_transcript_is_under_60_kb():
    assert len(page(None).encode()) < 60_000


def test_the_policy_allows_the_pages_own_scripts_and_styles_by_their_hashes_and_nothing_else():
    html = page(a_meeting())
    loader = element(html, '<script type="module">')
    script = zlib.decompress(base64.b64decode(element(html, '<script type="text/plain" id="code">'))).decode()
    style = element(html, "<style>")
    assert policy(html) == (
        f"default-src 'none'; script-src {digest(loader)} {digest(script)}; style-src {digest(style)}; "
        "img-src data:; media-src data: blob: ; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def test_audio_and_connections_are_allowed_where_the_page_is_told_so():
    html = page(None, media="https://cdn.example", connect="'self'")
    assert "media-src data: blob: https://cdn.example;" in policy(html)
    assert "connect-src 'self';" in policy(html)


def test_a_page_that_waits_has_no_transcript():
    html = page(None)
    assert shown_in(html) is None
    assert "<title>Transcript</title>" in html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_transcript_says_stays_data(text):
    html = page(a_meeting(title=text, summary=text))
    html.encode()  # a lone half of a character could not be written to a file
    assert shown_in(html)["summary"] == text
    assert html.count("<script") == 3
    assert html.count("</script>") == 3
    assert html.count("<title>") == html.count("</title>") == 1
    assert "<img" not in html


def test_a_title_that_looks_like_a_place_for_the_script_is_a_title():
    assert "<title>{{code}} {{data}}</title>" in page(a_meeting(title="{{code}} {{data}}"))


def test_every_file_of_the_page_is_in_it():
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {*pages.MODULES, *pages.STYLES, "viewer.html", "loader.js"}


def test_names_at_the_top_of_modules_are_unique():
    names = [name for text in JOINED.values() for name in TOP_LEVEL.findall(text)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", pages.MODULES)
def test_a_module_imports_only_what_earlier_ones_export(name):
    earlier = pages.MODULES[: pages.MODULES.index(name)]
    for names, source in IMPORT.findall(JOINED[name]):
        assert source in earlier
        for one in filter(None, map(str.strip, names.split(","))):
            assert re.search(
                rf"^export (?:async )?(?:function|class|const|let) {one}\b", JOINED[source], re.MULTILINE
            )


@pytest.mark.parametrize("name", pages.MODULES)
def test_all_imports_have_the_form_that_is_taken_out(name):
    assert JOINED[name].count("import ") == len(IMPORT.findall(JOINED[name]))


@pytest.mark.parametrize("name", [*pages.MODULES, "loader.js"])
def test_no_module_makes_markup_or_code_of_a_text(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser"
    assert not re.search(forbidden, text)


@pytest.mark.parametrize("name", pages.MODULES)
def test_only_one_module_makes_elements(name):
    assert name == "element.js" or not re.search(r"createElement\b|cloneNode", JOINED[name])


@pytest.mark.parametrize("name", pages.MODULES)
def test_no_text_of_several_lines_loses_its_indentation(name):
    """Indentation is taken out of the joined script."""
    assert all(line.count("`") % 2 == 0 for line in JOINED[name].splitlines())
