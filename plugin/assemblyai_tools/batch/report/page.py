"""A batch's report: one HTML file that needs no network, with figures, plots and their tables."""

import base64
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape

from assemblyai_tools.batch.progress.snapshot import length, usd
from assemblyai_tools.batch.report.figures import LENGTH_NAMES, Figures
from assemblyai_tools.batch.report.plots import failures, lengths, throughput
from assemblyai_tools.text import clean, count, flat, span, without_secrets

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #212529; background: #fff; max-width: 56rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1rem; margin: 1rem 0; }
dl div { border: 1px solid #dee2e6; border-radius: .5rem; padding: .6rem .8rem; }
dt { color: #495057; font-size: .9rem; } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: #495057; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #dee2e6;
  overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
"""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""The page loads nothing and runs nothing, whatever the names of recordings hold."""

MARKER = "<!DOCTYPE html>\n<!-- A report of assemblyai-tools batch -->\n"
"""How every report begins, so that a newer one may take its place."""

Cells = Sequence[str | int]


def html_report(found: Figures, at: float) -> str:
    """The report as it is at `at` (Unix seconds). Raises a MissingExtraError without matplotlib."""
    now = found.now
    title = f"Batch {_text(now.batch)}"
    sections = [_summary(found, at), _throughput(found), _failures(found), _lengths(found)]
    return (
        f'{MARKER}<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{''.join(sections)}</main>\n</body>\n</html>\n"
    )


def _summary(found: Figures, at: float) -> str:
    now = found.now
    figures = [
        ("Recordings", f"{now.total:,}"),
        ("Done", f"{now.done:,}"),
        ("Failed", f"{now.failed:,}"),
        ("Running", f"{now.running:,}"),
        ("Waiting", f"{now.waiting:,}"),
        ("Held by a maximum", f"{now.held:,}"),
        ("Cancelled", f"{now.cancelled:,}"),
        ("Audio transcribed", f"{length(now.hours_done)} of {length(now.hours_known)}"),
        ("Length not known", f"{now.unknown_lengths:,}"),
        ("Cost, estimated", f"{usd(now.cost_done)} of {usd(now.cost_known)}"),
        ("Left out", f"{sum(now.left_out.values()):,}"),
    ]
    if now.left:
        pace = f"{now.per_minute:,.1f}" if now.per_minute else "not known"
        figures += [("Recordings a minute", pace), ("Remaining", _remaining(now.remaining_seconds))]
    boxes = "".join(f"<div><dt>{name}</dt><dd>{_text(value)}</dd></div>" for name, value in figures)
    told = (
        f"As of {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC; the batch is {now.standing}. The cost is "
        f"an estimate with the prices of {_text(now.prices_of)}, not a bill."
    )
    return f"<p>{told}</p>\n<dl>{boxes}</dl>\n"


def _remaining(seconds: float | None) -> str:
    return "not known" if seconds is None else f"about {span(round(seconds) * 1000)}"


def _throughput(found: Figures) -> str:
    if found.began is None:
        return "<h2>Throughput</h2>\n<p>No recording has ended yet.</p>\n"
    done, failed = sum(one for one, _ in found.ended), sum(one for _, one in found.ended)
    busiest = max(one + other for one, other in found.ended)
    told = (
        f"{count(done, 'recording')} done and {failed:,} failed in stretches of {span(found.step * 1000)}; "
        f"at most {busiest:,} in one."
    )
    rows = [
        (f"{number * found.step:,}", one, other)
        for number, (one, other) in enumerate(found.ended)
        if one or other
    ]
    table = _table(
        f"Ended in {span(found.step * 1000)} each", ("Seconds since the first", "Done", "Failed"), rows
    )
    return "<h2>Throughput</h2>\n" + _figure(throughput(found.ended, found.step, found.began), told, table)


def _failures(found: Figures) -> str:
    problems = found.now.problems
    if not problems:
        return "<h2>Failures</h2>\n<p>None.</p>\n"
    kinds = sorted(problems.items(), key=lambda one: -one[1])
    told = "Failed, by kind: " + ", ".join(f"{number:,} {kind}" for kind, number in kinds) + "."
    table = _table("Failed, by kind", ("Kind", "Recordings"), kinds)
    rows = [(one.number, one.name, _place(one.source), one.problem, one.message) for one in found.failed]
    caption = f"The first {count(len(rows), 'recording')} that failed"
    listed = _table(caption, ("Number", "Name", "Source", "Kind", "What happened"), rows)
    return f"<h2>Failures</h2>\n{_figure(failures(problems), told, table)}{listed}"


def _place(source: str) -> str:
    """A path, or a URL up to where a signature may begin."""
    return re.split("[?#]", source, maxsplit=1)[0] if "://" in source else source


def _lengths(found: Figures) -> str:
    if not any(found.lengths):
        return "<h2>Lengths</h2>\n<p>No length is known.</p>\n"
    rows = list(zip(LENGTH_NAMES, found.lengths, strict=True))
    told = "Recordings by length: " + ", ".join(f"{number:,} {name}" for name, number in rows if number) + "."
    table = _table("Recordings by length", ("Length", "Recordings"), rows)
    return "<h2>Lengths</h2>\n" + _figure(lengths(LENGTH_NAMES, found.lengths), told, table)


def _figure(svg: bytes, told: str, table: str) -> str:
    """A plot with its text alternative, and the table that it was drawn from."""
    data = base64.b64encode(svg).decode()
    return (
        f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{_text(told)}">'
        f"<figcaption>{_text(told)}</figcaption></figure>\n"
        f"<details><summary>The same as a table</summary>{table}</details>\n"
    )


def _table(caption: str, names: Sequence[str], rows: Iterable[Cells]) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in rows)
    parts = f"<caption>{_text(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>"
    return f"<table>{parts}</table>\n"


def _cell(value: str | int) -> str:
    return f'<td class="number">{value:,}</td>' if isinstance(value, int) else f"<td>{_text(value)}</td>"


def _text(text: str) -> str:
    """A text from anywhere, for the page: without control characters, and without the secrets of URLs."""
    return escape(flat(without_secrets(clean(text))))
