"""The report of a batch: one file without the network, in which no name of a recording can do harm."""

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from tests.plugin.batch.rows import database_of

from assemblyai_tools.batch.prices import Prices
from assemblyai_tools.batch.report import plots as report_plots
from assemblyai_tools.batch.report.figures import figures
from assemblyai_tools.batch.report.page import html_report
from assemblyai_tools.errors import MissingExtraError

HOSTILE = "<script>alert(1)</script>\"'$x^2$ \u202egnp.3pm\x07"


class Page(HTMLParser):
    """What is in a page: its tags, the attributes that lead somewhere, and its texts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.alternatives, self.said = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        given = dict(attrs)
        self.links += [given[name] for name in ("src", "href") if name in given]
        self.alternatives += [given["alt"]] if tag == "img" else []

    def handle_data(self, data):
        self.said.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.said).split())


def report_of(*rows, now=2000.0, **batch):
    engine = database_of(*rows, prices=Prices.listed().to_json(), **batch)
    with engine.connect() as connection:
        return html_report(figures(connection, batch.get("name", "may"), now), 2000.0)


def test_a_batch_that_was_just_started_has_a_report():
    page = Page(report_of({}))
    assert "No recording has ended yet." in page.text
    assert "No length is known." in page.text
    assert "Remaining not known" in page.text
    assert page.links == []


def test_figures_plots_and_their_texts():
    rows = [
        *({"state": "done", "ended": 1000.0 + number, "seconds": 45.0} for number in range(120)),
        {
            "state": "failed",
            "ended": 1100.0,
            "problem": "missing",
            "message": "No such file",
            "source": "/c/gone.mp3",
        },
        {"state": "failed", "ended": 1130.0, "problem": "service", "seconds": 20_000.0},
        {"seconds": 5.0},
    ]
    page = Page(report_of(*rows, now=1200.0))
    assert "Recordings 123 Done 120 Failed 2" in page.text
    assert "prices of 2026-09-28, not a bill" in page.text
    assert page.alternatives == [
        "120 recordings done and 2 failed in stretches of 5 s; at most 6 in one.",
        "Failed, by kind: 1 missing, 1 service.",
        "Recordings by length: 1 under 10 s, 120 30 to 60 s, 1 over 4 h.",
    ]
    assert "/c/gone.mp3 missing No such file" in page.text
    assert "Left out 0 Recordings a minute not known Remaining not known" in page.text
    svgs = [ET.fromstring(base64.b64decode(link.partition("base64,")[2])) for link in page.links]
    assert len(svgs) == 3
    texts = " ".join(" ".join(svg.itertext()) for svg in svgs)
    for told in ("minutes since 1970-01-01 00:16 UTC", "recordings in 5 s", "missing", "30 to 60 min"):
        assert told in texts


def test_nothing_in_a_batch_becomes_a_part_of_the_page():
    row = {"state": "failed", "ended": 1.0, "problem": HOSTILE, "message": HOSTILE, "name": HOSTILE}
    text = report_of(row | {"source": f"https://user:pass@example.com/{HOSTILE}?sig=secret"}, name=HOSTILE)
    page = Page(text)
    assert "script" not in page.tags
    assert "alert(1)" in page.text
    assert "secret" not in text
    assert "pass@" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert all(link.startswith("data:image/svg+xml;base64,") for link in page.links)
    assert "default-src 'none'" in text
    assert not re.search(r"\b(?:src|href)=\"?http", text)


def test_many_failures_are_counted_and_some_are_listed():
    page = Page(report_of(*({"state": "failed", "ended": 1.0} for _ in range(300))))
    assert "The first 200 recordings that failed" in page.text
    assert "Failed, by kind: 300 unknown." in page.alternatives


@pytest.mark.parametrize(
    ("seconds", "unit", "most"),
    [(10, "seconds", 60), (1e5, "hours", 60), (1e6, "days", 60), (1e9, "days", 60)],
)
def test_the_throughput_is_told_in_stretches_that_fit_the_time(seconds, unit, most):
    engine = database_of(
        {"state": "done", "ended": 0.0},
        {"state": "done", "ended": float(seconds)},
        prices=Prices.listed().to_json(),
    )
    with engine.connect() as connection:
        found = figures(connection, "may", seconds)
    assert sum(done for done, _ in found.ended) == 2
    assert len(found.ended) <= most
    assert f"{unit} since".encode() in report_plots.throughput(found.ended, found.step, 0.0)


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(report_plots, "is_installed", lambda _: False)
    with pytest.raises(MissingExtraError, match=r"pip install -e '.*\[batch\]'"):
        report_of({"seconds": 5.0})
