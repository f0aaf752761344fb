"""The page of a transcript of ten hours in headless Chromium: how soon it is there, and how it goes on."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from assemblyai_viewer import Shown, page
from benchmarks import recording
from benchmarks.figure import Figure, Goal

_HOURS, _ROUNDS = 10, 3
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SCREEN: ViewportSize = {"width": 1280, "height": 800}
_MB = 1_000_000
_WHEEL, _TURNS = 700, 60
"""Pixels that each turn of the wheel scrolls, and how often it is turned."""

_WATCH = """
const tasks = [], drawing = [], asked = requestAnimationFrame.bind(window);
Object.assign(window, { tasks, drawing });
new PerformanceObserver(list => tasks.push(...list.getEntries().map(one => one.duration)))
  .observe({ type: "longtask", buffered: true });
window.requestAnimationFrame = act => asked(time => {
  const began = performance.now();
  act(time);
  drawing.push(performance.now() - began);
});
window.seen = new Promise(done => {
  const look = () => asked(() => {
    if (document.querySelector("main .text")?.innerText.trim()) asked(() => done(performance.now()));
    else look();
  });
  look();
});
"""
"""Notes long tasks, how long what is drawn in a frame takes, and when the first text has been painted."""

_SEARCH = """
async query => {
  const input = document.querySelector("input[type=search]"), said = document.querySelector("#found");
  const began = performance.now(), before = said.textContent;
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  while (said.textContent === before) await new Promise(done => setTimeout(done));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}
"""
"""Milliseconds from a letter typed until its hits are counted, listed, marked in the text and in the timeline."""


def measure() -> list[Figure]:
    """Nothing where there is no Chromium, which is said."""
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        sys.stderr.write("viewer: skipped, as there is no Chromium here (Debian: apt-get install chromium)\n")
        return []
    html = page(_shown()).encode()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "transcript.html"
        file.write_bytes(html)
        rounds: list[dict[str, float]] = []
        for _ in range(_ROUNDS):
            browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
            rounds.append(_round(browser, file.as_uri()))
            browser.close()
    middle = {name: median(one[name] for one in rounds) for name in rounds[0]}
    return _figures(middle, len(html), len(page(None).encode()))


def _round(browser: Browser, address: str) -> dict[str, float]:
    """What a new browser measured."""
    shown = browser.new_page(viewport=_SCREEN)
    shown.add_init_script(_WATCH)
    shown.goto(address)
    first = shown.evaluate("() => seen")
    loading = shown.evaluate("Math.max(0, ...tasks)")
    shown.wait_for_timeout(500)
    searches = [
        shown.evaluate(_SEARCH, query) for query in ("c", "cu", "customer", "the", "budget schedule", "")
    ]
    scrolling = _scroll(shown)
    return {
        "first": first,
        "loading": loading,
        "search": max(searches),
        "scrolling": scrolling,
        "drawing": _zoom(shown),
        "memory": _memory(),
    }


def _scroll(shown: Page) -> float:
    """The longest task while the wheel is turned from the beginning on, in milliseconds; 0 if none is over 50."""
    shown.mouse.move(_SCREEN["width"] / 2, _SCREEN["height"] - 100)
    shown.evaluate("tasks.length = 0")
    for _ in range(_TURNS):
        shown.mouse.wheel(0, _WHEEL)
        shown.evaluate("() => new Promise(done => requestAnimationFrame(done))")
    if shown.evaluate("scrollY") < _WHEEL:
        raise RuntimeError("the page did not scroll")
    return float(shown.evaluate("Math.max(0, ...tasks)"))


def _zoom(shown: Page) -> float:
    """The longest that drawing a frame of the timeline takes while it is zoomed, in milliseconds."""
    button = shown.get_by_role("button", name="Zoom in", exact=True)
    shown.evaluate("drawing.length = 0")
    for _ in range(6):
        button.click()
        shown.evaluate("() => new Promise(done => requestAnimationFrame(done))")
    return float(shown.evaluate("Math.max(...drawing)"))


def _memory() -> float:
    """What the page's process has for itself alone (psutil's uss), in bytes: the largest renderer of ours."""
    # By name: psutil has no types of its own, and only the bench needs it.
    ours = import_module("psutil").Process().children(recursive=True)
    return float(max(one.memory_full_info().uss for one in ours if "--type=renderer" in one.cmdline()))


def _figures(measured: Mapping[str, float], size: int, empty: int) -> list[Figure]:
    hours = f"{_HOURS} hours"
    return [
        Figure(f"{hours}: until the first text is seen", "ms", measured["first"], goal=Goal(1000)),
        Figure(f"{hours}: the longest task while it loads", "ms", measured["loading"]),
        Figure(
            f"{hours}: a search, from the letter to its hits",
            "ms",
            measured["search"],
            goal=Goal(100),
            note="the slowest of six",
        ),
        Figure(
            f"{hours}: the longest task while scrolling",
            "ms",
            measured["scrolling"],
            goal=Goal(100),
            note="0 if none is over 50",
        ),
        Figure(
            f"{hours}: the timeline's longest frame while zooming", "ms", measured["drawing"], goal=Goal(8)
        ),
        Figure(
            f"{hours}: memory of the page's process",
            "MB",
            measured["memory"] / _MB,
            goal=Goal(250),
            note="what it shares with no other",
        ),
        Figure(f"{hours}: the file", "MB", size / _MB, goal=Goal(12)),
        Figure("the page without data", "kB", empty / 1000, goal=Goal(60)),
    ]


def _shown() -> Shown:
    """The conversation of `recording` as the page is given it."""
    said: list[dict[str, Any]] = recording.scenario(_HOURS)["utterances"]
    words = [word for turn in said for word in turn["words"]]
    firsts = [0, *accumulate(len(turn["words"]) for turn in said)][:-1]
    return {
        "format": 1,
        "id": "00000000-0000-4000-8000-000000000001",
        "title": f"A conversation of {_HOURS} hours",
        "status": "completed",
        "error": None,
        "language": "en_us",
        "duration": _HOURS * 3_600_000,
        "facts": [],
        "notes": [],
        "audio": {"src": None, "note": "There is no audio."},
        "speakers": [{"label": label, "name": f"Speaker {label}"} for label in "AB"],
        "turns": [
            {"speaker": "AB".index(turn["speaker"]), "first": first}
            for turn, first in zip(said, firsts, strict=True)
        ],
        "paragraphs": firsts,
        "words": {
            "at": 0,
            "total": len(words),
            "text": [word["text"] for word in words],
            "start": [word["start"] for word in words],
            "end": [word["end"] for word in words],
            "confidence": [round(word["confidence"] * 100) for word in words],
        },
        "chapters": [],
        "sentiment": [],
        "entities": [],
        "highlights": [],
        "topics": [],
        "redactions": [],
        "summary": None,
        "answers": [],
    }
