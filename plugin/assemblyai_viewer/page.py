"""Joins the page's files into one HTML document that asks nobody for anything."""

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from html import escape
from importlib.resources import files

from assemblyai_viewer.format import Shown

MODULES = (
    "element.js",
    "clock.js",
    "folding.js",
    "words.js",
    "store.js",
    "keys.js",
    "player.js",
    "axis.js",
    "lanes.js",
    "drawing.js",
    "segments.js",
    "gestures.js",
    "timeline.js",
    "panel.js",
    "terms.js",
    "search.js",
    "times.js",
    "tokens.js",
    "passages.js",
    "flags.js",
    "blocks.js",
    "section.js",
    "selection.js",
    "text.js",
    "chapters.js",
    "layers.js",
    "speakers.js",
    "answers.js",
    "cutting.js",
    "pacing.js",
    "captions.js",
    "subtitles.js",
    "exports.js",
    "choices.js",
    "downloads.js",
    "bridge.js",
    "results.js",
    "filling.js",
    "hostbar.js",
    "offer.js",
    "host.js",
    "main.js",
)
"""The page's JavaScript modules; each imports only earlier ones, as they become one script in this order."""

STYLES = ("viewer.css", "timeline.css", "host.css")

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?://.*|/\*\*(?s:.*?)\*/)\n", re.MULTILINE)
"""Lines of JavaScript that are only a comment."""

_STYLE_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_STYLE_SPACE = re.compile(r"\s*([{};])\s*|([:,])\s+")
"""Space that says nothing: a selector's colon has none after it."""

_INDENT = re.compile(r"^[ ]+", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character, which no file can have."""

_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>\u2028\u2029"}
"""What could end the element that the data stands in, or a line of a script."""


def page(shown: Shown | None, *, media: str = "", connect: str = "'none'") -> str:
    """The whole page with this transcript in it; with None it waits for a chat's host to send it one.

    `media` are the sources, as in a Content-Security-Policy, that audio may come from besides the page itself (data:
    and blob:), and `connect` those that the page may ask for more.
    """
    loader = _joined("loader.js")
    policy = (
        f"default-src 'none'; script-src {_hash(loader)} {_hash(_script())}; style-src {_hash(_style())}; "
        f"img-src data:; media-src data: blob: {media}; connect-src {connect}; base-uri 'none'; form-action 'none'"
    )
    values = {
        "policy": escape(policy),
        "title": escape(_SURROGATE.sub("\ufffd", shown["title"]) if shown else "Transcript"),
        "data": _embedded(shown),
        "style": _packed(_style()),
        "script": _packed(_script()),
        "loader": loader,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], _read("viewer.html"))


def _embedded(shown: Shown | None) -> str:
    """JSON that cannot end the element that it stands in, nor begin another."""
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


@cache
def _script() -> str:
    """All modules as one: what they import stands above them under the same name."""
    return _joined(*MODULES)


@cache
def _packed(text: str) -> str:
    """A text as loader.js takes it."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _joined(*names: str) -> str:
    """Modules as one script, without comments and indentation. None has a text of several lines."""
    source = "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in names)
    return _INDENT.sub("", _COMMENT.sub("", source))


@cache
def _style() -> str:
    return _STYLE_SPACE.sub(r"\1\2", _STYLE_COMMENT.sub("", "\n".join(map(_read, STYLES))))


@cache
def _read(name: str) -> str:
    return files("assemblyai_viewer").joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
