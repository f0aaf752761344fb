"""Summaries and action items of one transcript, in the shapes of speech understanding."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.gateway.tasks import ActionItems, Summarization, Tasks
from assemblyai_emulator.reasoning.material import Line, Material, Source
from assemblyai_emulator.reasoning.reasoner import Options, Reasoner
from assemblyai_emulator.wording.words import Word

_BULLETS = ("- ", "* ")


async def understood(
    tasks: Tasks, transcript_id: str, words: Sequence[Word], reasoner: Reasoner
) -> dict[str, Any]:
    """What goes into `speech_understanding.response`: a result for each task, and nothing is stored."""
    material = Material((Source.from_words(transcript_id, words),))
    results: dict[str, Any] = {}
    if tasks.summarization:
        results["summarization"] = await _summary(tasks.summarization, material, words, reasoner)
    if tasks.action_items:
        results["action_items"] = await _action_items(tasks.action_items, material, reasoner)
    return results


async def _summary(
    task: Summarization, material: Material, words: Sequence[Word], reasoner: Reasoner
) -> dict[str, Any]:
    """One section over the whole transcript: chapters and headlines take a model of their own.

    What introduces the bullets, such as that they are quotes, stands in `note`, the emulator's own key.
    """
    bullets = task.summary_type == "bullets"
    options = Options(answer_format="bullet points" if bullets else None)
    answer = await reasoner.summarize(material, options)
    points, note = _bulleted(answer.text)
    said = {"bullets": points} if bullets else {"text": answer.text}
    section = {"start": words[0].start, "end": max(word.end for word in words), **said} if words else None
    return {
        "status": "success",
        "summary": [section] if section else [],
        "summary_type": task.summary_type,
        "effort": task.effort,
        **({"note": note} if bullets and note else {}),
    }


async def _action_items(task: ActionItems, material: Material, reasoner: Reasoner) -> dict[str, Any]:
    answer = await reasoner.extract_action_items(material, Options())
    points, note = _bulleted(answer.text)
    return {
        "status": "success",
        "items": [_item(point, material.lines) for point in points],
        "effort": task.effort,
        **({"note": note} if note else {}),
    }


def _item(point: str, lines: Sequence[Line]) -> dict[str, Any]:
    """The item with the sentence it quotes and that sentence's start in milliseconds; null if it quotes none."""
    quoted = max((line for line in lines if line.text in point), key=_length, default=None)
    return {
        "action_item": point if quoted is None else quoted.text,
        "quote": None if quoted is None else quoted.text,
        "timestamp": None if quoted is None else quoted.start,
    }


def _length(line: Line) -> int:
    return len(line.text)


def _bulleted(text: str) -> tuple[list[str], str]:
    """An answer's bullet points, and the lines that are none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    points = [line[2:].strip() for line in lines if line.startswith(_BULLETS)]
    return points, " ".join(line for line in lines if not line.startswith(_BULLETS))
