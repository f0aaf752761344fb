"""Quotes: sentences of the material with the place they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.reasoning.material import Line, Material, Source, clock
from assemblyai_emulator.reasoning.terms import content_terms


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of the material: its place among all of them, its source, its content terms."""

    position: int
    source: int
    label: str
    line: Line
    terms: tuple[str, ...]

    @property
    def is_question(self) -> bool:
        return self.line.text.rstrip().endswith("?")

    def quoted(self, remark: str = "") -> str:
        """The sentence as evidence, for example `[00:41] A: "..."`; the label tells several sources apart."""
        start, speaker = self.line.start, self.line.speaker
        place = " ".join(
            part for part in (self.label, f"[{clock(start)}]" if start is not None else "") if part
        )
        voice = " ".join(part for part in (speaker or "", f"({remark})" if remark else "") if part)
        lead = " ".join(part for part in (place, f"{voice}:" if voice else "") if part)
        return f'{lead} "{self.line.text}"' if lead else f'"{self.line.text}"'


def passages(material: Material) -> list[Passage]:
    """Every sentence of the material as a passage, in order."""
    several = len(material.sources) > 1
    found: list[Passage] = []
    for number, source in enumerate(material.sources):
        label = _label(source) if several else ""
        for line in source.lines:
            found.append(Passage(len(found), number, label, line, tuple(content_terms(line.text))))
    return found


def in_order(chosen: Sequence[Passage]) -> list[Passage]:
    """The passages as they follow each other in the material."""
    return sorted(chosen, key=lambda passage: passage.position)


def _label(source: Source) -> str:
    return f"transcript {source.transcript_id}" if source.transcript_id else "input_text"
