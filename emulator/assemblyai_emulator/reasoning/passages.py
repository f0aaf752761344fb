"""Passages: sentences of the material with where they come from, ready to be ranked and quoted."""

from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.reasoning.material import Line, Material, Source, clock_time
from assemblyai_emulator.reasoning.terms import content_terms


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of the material, with its position among all sentences, its source and its content terms."""

    position: int
    source: int
    label: str
    line: Line
    terms: tuple[str, ...]

    @property
    def is_question(self) -> bool:
        return self.line.text.rstrip().endswith("?")

    def quoted(self, remark: str = "") -> str:
        """The sentence as evidence, for example `[00:41] A: "..."`. The label distinguishes several sources."""
        start, speaker = self.line.start, self.line.speaker
        origin = " ".join(
            part for part in (self.label, f"[{clock_time(start)}]" if start is not None else "") if part
        )
        attribution = " ".join(part for part in (speaker or "", f"({remark})" if remark else "") if part)
        lead = " ".join(part for part in (origin, f"{attribution}:" if attribution else "") if part)
        return f'{lead} "{self.line.text}"' if lead else f'"{self.line.text}"'


def to_passages(material: Material) -> list[Passage]:
    """Every sentence of the material as a passage, in order."""
    several = len(material.sources) > 1
    passages: list[Passage] = []
    for number, source in enumerate(material.sources):
        label = _label(source) if several else ""
        for line in source.lines:
            passages.append(Passage(len(passages), number, label, line, tuple(content_terms(line.text))))
    return passages


def in_order(chosen: Sequence[Passage]) -> list[Passage]:
    """The passages in the material's order."""
    return sorted(chosen, key=lambda passage: passage.position)


def _label(source: Source) -> str:
    return f"transcript {source.transcript_id}" if source.transcript_id else "input_text"
