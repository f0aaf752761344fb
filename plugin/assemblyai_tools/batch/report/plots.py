"""The plots of a batch's report, as SVG."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.text import flat, shorten

_DONE, _FAILED, _LENGTHS = "#0b7285", "#c92a2a", "#5f3dc4"
"""Colours that people with any kind of colour vision tell apart on white."""

_SIZE = (8.0, 2.8)
"""Inches."""

_LONGEST = 30
"""Characters of a kind that fit beside the bars."""

_STYLE: Any = {
    "svg.fonttype": "none",  # texts stay texts, which are small and can be searched
    "svg.hashsalt": "report",  # the same figures give the same file
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}

_UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
"""Units of time and their seconds, for the axis: the longest unit that the time holds at least twice."""

Draw = Callable[[Any], None]
"""Draws into matplotlib's axes."""


def throughput(ended: Sequence[tuple[int, int]], step: int, began: float) -> bytes:
    """Recordings that ended in each stretch of `step` seconds since `began` (Unix seconds): done, and failed."""
    unit, seconds = next((one for one in _UNITS if len(ended) * step >= 2 * one[1]), _UNITS[-1])

    def draw(axes: Any) -> None:
        at = [number * step / seconds for number in range(len(ended))]
        done, failed = [one for one, _ in ended], [one for _, one in ended]
        axes.bar(at, done, width=step / seconds, align="edge", color=_DONE, label="done")
        axes.bar(at, failed, width=step / seconds, align="edge", bottom=done, color=_FAILED, label="failed")
        since = datetime.fromtimestamp(began, UTC)
        axes.set_xlabel(f"{unit} since {since:%Y-%m-%d %H:%M} UTC")
        axes.set_ylabel(f"recordings in {step:,} s")
        axes.legend(frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1.0, 1.0), borderaxespad=0.0)

    return _svg(draw)


def failures(problems: Mapping[str, int]) -> bytes:
    """Recordings that failed, by the kind of what went wrong; the most frequent on top."""

    def draw(axes: Any) -> None:
        kinds = sorted(problems, key=lambda kind: problems[kind])
        bars = axes.barh(range(len(kinds)), [problems[kind] for kind in kinds], color=_FAILED)
        axes.bar_label(bars, padding=3)
        # The kinds come from the database, where a dollar sign starts no formula.
        axes.set_yticks(
            range(len(kinds)), [shorten(flat(kind), _LONGEST) for kind in kinds], parse_math=False
        )
        axes.set_xlabel("recordings")

    return _svg(draw)


def lengths(names: Sequence[str], counts: Sequence[int]) -> bytes:
    """Recordings by the range of their length."""

    def draw(axes: Any) -> None:
        bars = axes.bar(range(len(counts)), counts, color=_LENGTHS)
        axes.bar_label(bars, [f"{number:,}" if number else "" for number in counts], padding=2)
        axes.set_xticks(range(len(names)), names, rotation=30, ha="right", rotation_mode="anchor")
        axes.set_ylabel("recordings")

    return _svg(draw)


def _svg(draw: Draw) -> bytes:
    if not is_installed("matplotlib"):
        raise MissingExtraError.of("The report's plots", needs="matplotlib", extra="batch")
    import matplotlib as mpl  # noqa: PLC0415 - an extra, and it takes seconds to import
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    plain: Any = mpl  # its types leave much unknown
    with plain.rc_context(_STYLE):
        figure: Any = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_locator(), MaxNLocator):
                axis.set_major_locator(MaxNLocator(nbins=8, integer=axis is axes.yaxis))
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()
