"""Checks that a source gives samples at the announced rate and of one channel: others are noise to a model."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from assemblyai_tools.streaming.interleaving import Interleaving
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.tempo import Tempo


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """Looks at each piece of a stream's audio."""

    tempo: Tempo
    interleaving: Interleaving

    @classmethod
    def of(cls, parameters: StreamParameters) -> Self:
        """The check for a stream with these parameters."""
        return cls(Tempo(parameters), Interleaving(parameters))

    def notice(self, piece: bytes, now: float, *, waited: bool) -> Iterator[str]:
        """What is to be told about a piece that came now; `waited`: its source had to wait before it."""
        yield from filter(
            None, [self.tempo.notice(piece, now, waited=waited), self.interleaving.notice(piece)]
        )
