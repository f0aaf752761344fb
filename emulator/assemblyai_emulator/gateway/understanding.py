"""Runs the tasks of POST /v1/understanding: a summary and action items of one transcript."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.gateway.tasks import ActionItems, Summarization, Tasks
from assemblyai_emulator.reasoning.material import Line, Material, Source
from assemblyai_emulator.reasoning.reasoner import Options, Reasoner
from assemblyai_emulator.wording.words import Word

_BULLETS = ("- ", "* ")


async def run_tasks(
    tasks: Tasks, transcript_id: str, words: Sequence[Word], reasoner: Reasoner
) -> dict[str, Any]:
    """The value of `speech_understanding.response`: a result for each task. Nothing is stored."""
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
    """One section for the whole transcript: chapters and headlines would need a language model.

    The text that introduces the bullets ("quotes, not reasoning") goes into `note`, a key of the emulator's own.
    """
    bullets = task.summary_type == "bullets"
    options = Options(answer_format="bullet points" if bullets else None)
    answer = await reasoner.summarize(material, options)
    points, note = _split_bullets(answer.text)
    content = {"bullets": points} if bullets else {"text": answer.text}
    section = {"start": words[0].start, "end": max(word.end for word in words), **content} if words else None
    return {
        "status": "success",
        "summary": [section] if section else [],
        "summary_type": task.summary_type,
        "effort": task.effort,
        **({"note": note} if bullets and note else {}),
    }


async def _action_items(task: ActionItems, material: Material, reasoner: Reasoner) -> dict[str, Any]:
    answer = await reasoner.extract_action_items(material, Options())
    points, note = _split_bullets(answer.text)
    return {
        "status": "success",
        "items": [_item(point, material.lines) for point in points],
        "effort": task.effort,
        **({"note": note} if note else {}),
    }


def _item(point: str, lines: Sequence[Line]) -> dict[str, Any]:
    """The item, the sentence it quotes, and that sentence's start in milliseconds; both null without a quote."""
    quoted = max((line for line in lines if line.text in point), key=_length, default=None)
    return {
        "action_item": point if quoted is None else quoted.text,
        "quote": None if quoted is None else quoted.text,
        "timestamp": None if quoted is None else quoted.start,
    }


def _length(line: Line) -> int:
    return len(line.text)


def _split_bullets(text: str) -> tuple[list[str], str]:
    """An answer's bullet points, and its other lines as one text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    points = [line[2:].strip() for line in lines if line.startswith(_BULLETS)]
    return points, " ".join(line for line in lines if not line.startswith(_BULLETS))
