"""Joins the page's files into one HTML document that asks nobody for anything."""

import base64
import hashlib
import json
import re
from functools import cache
from html import escape
from importlib.resources import files

from assemblyai_viewer.format import Shown

MODULES = (
    "element.js",
    "clock.js",
    "folding.js",
    "store.js",
    "player.js",
    "timeline.js",
    "search.js",
    "text.js",
    "layers.js",
    "speakers.js",
    "answers.js",
    "downloads.js",
    "host.js",
    "main.js",
)
"""The page's JavaScript modules; each imports only earlier ones, as they become one script in this order."""

STYLES = ("viewer.css", "timeline.css")

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)


def page(shown: Shown | None, *, media: str = "", connect: str = "'none'") -> str:
    """The whole page with this transcript in it; with None it waits for a chat's host to send it one.

    `media` are the sources, as in a Content-Security-Policy, that audio may come from besides the page itself (data:
    and blob:), and `connect` those that the page may ask for more.
    """
    script, style = _script(), _style()
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        f"media-src data: blob: {media}; connect-src {connect}; base-uri 'none'; form-action 'none'"
    )
    values = {
        "policy": escape(policy),
        "language": escape((shown and shown["language"]) or "en"),
        "title": escape(shown["title"] if shown else "Transcript"),
        "style": style,
        "data": _embedded(shown),
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], _read("viewer.html"))


def _embedded(shown: Shown | None) -> str:
    """JSON that cannot end the element that it stands in, nor begin another."""
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


@cache
def _script() -> str:
    """All modules as one: what they import stands above them under the same name."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in MODULES)


@cache
def _style() -> str:
    return "\n".join(map(_read, STYLES))


@cache
def _read(name: str) -> str:
    return files("assemblyai_viewer").joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
