"""The three numbers that matter most to a user, as the project's README shows them."""

from collections.abc import Mapping, Sequence

from benchmarks.figure import Figure
from benchmarks.table import number

_SDKS = (("async", "official SDK, async"), ("50 threads", "official SDK, 50 threads"))


def rows(figures: Mapping[str, Sequence[Figure]]) -> str:
    """Rows of a Markdown table: what, this project, beside."""
    found = {figure.what: figure for part in figures.values() for figure in part}
    talk = found["every tool once about one hour, calls and results"]
    lag, looks = found["200 jobs at once: median lag"], found["200 jobs at once: looks a job"]
    wall, cpu = found["500 jobs: until the last is returned"], found["500 jobs: processor time"]
    sdk = "; ".join(f"{of} {_peer(cpu, peer)} s, in {_peer(wall, peer)} s" for of, peer in _SDKS)
    return "".join(
        f"| {' | '.join(row)} |\n"
        for row in (
            (
                "an agent uses every tool once about an hour of speech, a first page each",
                f"{_ours(talk)} tokens",
                f"{_peer(talk, 'raw API reply')} tokens for the API's own replies, whole",
            ),
            (
                "200 jobs at once: from a job's end to its result",
                f"{_ours(lag)} s, {_ours(looks)} looks a job",
                f"official SDK: {_peer(lag, 'official SDK')} s, {_peer(looks, 'official SDK')} looks",
            ),
            (
                "500 jobs of 2 s at once: processor time",
                f"{_ours(cpu)} s, in {_ours(wall)} s",
                f"official SDK: {sdk}",
            ),
        )
    )


def _ours(figure: Figure) -> str:
    return "not measured" if figure.ours is None else number(figure.ours)


def _peer(figure: Figure, peer: str) -> str:
    value = figure.peers[peer]
    return "not measured" if value is None else number(value)
