"""Live speech: how soon turns arrive, what many sessions cost, and whether the emulator keeps up."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeAlias

from assemblyai_tools import Settings, offline
from benchmarks import child, spoken_turns
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians
from benchmarks.spoken_turns import Span

_STUB = "benchmarks.stub.live"
_BARE = "bare websockets"
_ROUNDS = 3
_TURN_EVERY, _TURN_SECONDS = 0.01, 3
"""Seconds between two finished turns, and seconds that a side listens."""

_SESSIONS, _SECONDS, _QUIET_SECONDS = 200, 8, 30
"""How many sessions run at once, for how many seconds they are measured, and how many seconds of silence they send."""

_REAL_TIME = 0.98
"""From this share of the audio on, a session counts as sent in real time."""

_BEYOND_MS, _SHARE, _PEAK_MB = 2.0, 40.0, 300.0
_FINAL_SECONDS, _PARTIAL_SECONDS = 1.5, 1.0
_HEARD = 2
"""Sessions that the emulator hears at once."""

_Told: TypeAlias = Sequence[tuple[float, bool]]
"""The turns of a session: when each was told, in seconds since the first sound, and whether it was final."""


def measure() -> list[Figure]:
    return [*_lags(), *_many(), *_emulator()]


def _lags() -> list[Figure]:
    """The sides take turns; each is a process of its own."""
    with child.stub(_STUB, every=_TURN_EVERY) as url:
        side = partial(child.run, url=url, seconds=_TURN_SECONDS)
        sides = {
            "async": partial(side, "live.lags", client="ours"),
            "blocking": partial(side, "live.lags_blocking"),
            _BARE: partial(side, "live.lags", client="bare"),
        }
        seen = medians(_ROUNDS, sides)
    return [
        figure for name in ("async", "blocking") for figure in _lag_figures(name, seen[name], seen[_BARE])
    ]


def _lag_figures(name: str, ours: Measured, bare: Measured) -> list[Figure]:
    turn = f"a final message until the caller has its turn, {name}"
    return [
        Figure(f"{turn}: median", "ms", ours["median"], {_BARE: bare["median"]}),
        Figure(f"{turn}: 99 of 100 within", "ms", ours["p99"], {_BARE: bare["p99"]}),
        Figure(
            f"{turn}: median beyond {_BARE}", "ms", ours["median"] - bare["median"], goal=Goal(_BEYOND_MS)
        ),
    ]


def _many() -> list[Figure]:
    figures: list[Figure] = []
    with child.stub(_STUB) as url:
        for frame_ms in (50, 100):
            many = partial(
                child.run, "live.many", url=url, sessions=_SESSIONS, frame_ms=frame_ms, seconds=_SECONDS
            )
            figures += many_figures(f"frames of {frame_ms} ms", many(client="ours"), many(client="bare"))
    with child.stub(_STUB, quiet=1) as url:
        quiet = child.run("live.quiet", url=url, sessions=_SESSIONS, seconds=_QUIET_SECONDS)
    what = f"{_SESSIONS} sessions, nobody speaks for {_QUIET_SECONDS} s: peak memory"
    return [*figures, Figure(what, "MB", quiet["peak_mb"], goal=Goal(_PEAK_MB))]


def many_figures(frames: str, ours: Measured, bare: Measured) -> list[Figure]:
    """The share of a core is per second of audio. A note says if the machine was too busy for real time."""
    what, slow = f"{_SESSIONS} sessions, {frames}", min(ours["pace"], bare["pace"])
    shares = [side["share"] / side["pace"] * 100 for side in (ours, bare)]
    note = f"not in real time, but at {slow:.0%} of it" if slow < _REAL_TIME else ""
    return [
        Figure(f"{what}: share of a core", "%", shares[0], {_BARE: shares[1]}, Goal(_SHARE), note),
        Figure(f"{what}: peak memory", "MB", ours["peak_mb"], {_BARE: bare["peak_mb"]}, Goal(_PEAK_MB)),
    ]


@dataclass(frozen=True)
class Waits:
    """Seconds from the end of each turn to its final, and from its start to the first partial."""

    finals: Sequence[float]
    partials: Sequence[float]

    @classmethod
    def of(cls, spans: Sequence[Span], sessions: Sequence[_Told]) -> "Waits":
        """Raises RuntimeError if a turn was not told."""
        finals = [_first(told, end, is_final=True) for told in sessions for _, end in spans]
        partials = [_first(told, start, is_final=False) for told in sessions for start, _ in spans]
        return cls(finals, partials)


def _first(told: _Told, after: float, *, is_final: bool) -> float:
    found = [at - after for at, final in told if final is is_final and at > after]
    if not found:
        raise RuntimeError(f"no turn was told after {after:.1f} s: {told}")
    return found[0]


def _emulator() -> list[Figure]:
    """Two sessions run first and are not counted: they load the models."""
    with tempfile.TemporaryDirectory() as folder, offline.emulator() as settings:
        sound, spans = spoken_turns.sound()
        _hear(settings, Path(folder), sound[: spoken_turns.size(spans[1][0])])
        waits = Waits.of(spans, _hear(settings, Path(folder), sound))
    what = f"the emulator, {_HEARD} sessions at once, turns of about 5 s"
    turns = len(waits.finals)
    return [
        Figure(f"{what}: from the end of a turn to its final, median", "s", median(waits.finals)),
        Figure(
            f"{what}: from the end of a turn to its final, the slowest",
            "s",
            max(waits.finals),
            goal=Goal(_FINAL_SECONDS),
            note=f"of {turns}; all sessions' turns end at the same moment",
        ),
        Figure(
            f"{what}: from its start to the first partial, the slowest",
            "s",
            max(waits.partials),
            goal=Goal(_PARTIAL_SECONDS),
            note=f"of {turns}",
        ),
    ]


def _hear(settings: Settings, folder: Path, sound: bytes) -> Sequence[_Told]:
    file = folder / "sound"
    file.write_bytes(sound)
    where = {"url": settings.base_url, "key": settings.require_key()}
    told: Sequence[_Told] = child.run("live.spoken", **where, file=str(file), sessions=_HEARD)["told"]
    return told
