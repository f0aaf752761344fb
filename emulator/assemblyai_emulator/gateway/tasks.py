"""Reads the tasks of POST /v1/understanding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from assemblyai_emulator.gateway.errors import InvalidRequestError

_EFFORTS = ("low", "medium")
_SUMMARY_TYPES = ("paragraph", "bullets")
_REFUSED: Mapping[str, str] = {
    "translation": "it needs a language model. Leave it out, or call the real API",
    "speaker_identification": (
        "it needs a language model. Leave it out, or read the speakers of a multichannel transcript by their "
        "channels"
    ),
    "custom_formatting": (
        "it needs a language model, and the emulator writes dates and numbers as it hears them. Leave it out, or "
        "call the real API"
    ),
}


@dataclass(frozen=True, slots=True)
class Summarization:
    summary_type: str
    effort: str


@dataclass(frozen=True, slots=True)
class ActionItems:
    effort: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """`request` is the request as sent, which the reply echoes. The effort has no effect offline."""

    request: Mapping[str, Any]
    summarization: Summarization | None
    action_items: ActionItems | None


def read(body: Mapping[str, Any]) -> Tasks:
    """Raises InvalidRequestError that lists every fault; the texts are the emulator's own.

    https://www.assemblyai.com/docs/speech-understanding
    """
    request = _object(_object(body.get("speech_understanding")).get("request"))
    tasks = {name: task for name, task in request.items() if task is not None}
    faults = [fault for name, task in sorted(tasks.items()) if (fault := _fault(name, task))]
    if not tasks:
        faults = ["speech_understanding.request must name a task: summarization or action_items"]
    if faults:
        raise InvalidRequestError(*faults)
    summary, items = tasks.get("summarization"), tasks.get("action_items")
    return Tasks(
        request,
        None if summary is None else Summarization(summary["summary_type"], _effort(summary)),
        None if items is None else ActionItems(_effort(items)),
    )


def _fault(name: str, task: object) -> str | None:
    if name in _REFUSED:
        return f"{name} is not available in the offline emulator: {_REFUSED[name]}"
    if name not in {"summarization", "action_items"}:
        return f"{name} is not a task that the offline emulator knows. Check its spelling"
    if not isinstance(task, dict):
        return f"{name} must be an object"
    given = cast("dict[str, Any]", task)
    if given.get("effort") not in (None, *_EFFORTS):
        return f"{name}.effort must be low or medium"
    if name == "summarization" and given.get("summary_type") not in _SUMMARY_TYPES:
        return "summarization.summary_type must be paragraph or bullets"
    return None


def _effort(task: Mapping[str, Any]) -> str:
    return task.get("effort") or _EFFORTS[0]


def _object(value: object) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
