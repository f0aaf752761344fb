"""What a person sees of an operation's result, from its JSON values. An operation without an entry shows its fields."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from assemblyai_tools.cli.exits import DONE, FAILED, UNFINISHED
from assemblyai_tools.cli.terminal import Table
from assemblyai_tools.cli.times import local_time
from assemblyai_tools.results.evidence import Quote
from assemblyai_tools.results.speech import Line
from assemblyai_tools.text import clock_time, count, length

Data: TypeAlias = Mapping[str, Any]
"""A result as JSON values."""

_MEGA = 1_000_000
"""Bytes of a megabyte."""


_BESIDE = ("note", "notes", "next_step", "names")
"""What a result says besides: of these, `names` are those of its transcripts' files, by id."""


@dataclass(frozen=True, slots=True)
class Page:
    """What goes to stdout, what the person should know besides, and how the command ends."""

    blocks: Sequence[str | Table]
    notes: Sequence[str] = field(default_factory=list[str])
    code: int = DONE


_ENDED: Mapping[str, str] = {
    "get_redacted_audio": "The emulator ended with this command, and so did this address: --save-to FILE saves the "
    "audio.",
    "create_streaming_token": "The emulator ended with this command, and so did this token.",
}
"""What is said instead of how long the result of an operation is good for, if the emulator made it."""


def page_of(operation: str, data: Data, *, offline: bool = False) -> Page:
    """What a person sees of the result of the operation of this name."""
    page = _PAGES.get(operation, _fields)(data)
    if offline and page.code == DONE and operation in _ENDED:
        page = Page(page.blocks, [_ENDED[operation]])
    step = [data["next_step"]] if data.get("next_step") else []
    return Page(page.blocks, [*data.get("notes", ()), *page.notes, *step], page.code)


def _fields(data: Data) -> Page:
    """Each field on a line, and those inside of it below."""
    shown = {name: value for name, value in data.items() if name not in _BESIDE}
    return Page(["\n".join(_lines(shown))])


def _lines(value: Any, indent: str = "") -> Iterator[str]:
    for name, one in _entries(value):
        label = name if name == "-" else f"{name.replace('_', ' ')}:"
        if isinstance(one, dict | list):
            yield f"{indent}{label}"
            yield from _lines(one, f"{indent}  ")
        else:
            yield f"{indent}{label} {one}"


def _entries(value: Any) -> list[tuple[str, Any]]:
    """The fields of an object, or the items of a list."""
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).items())
    return [("-", one) for one in cast("list[Any]", value)]


def _transcripts(data: Data) -> Page:
    rows = [
        (
            one["id"],
            one["status"],
            local_time(one.get("created", "")),
            one.get("name", ""),
            _length(one.get("audio_duration")),
            one.get("language_code", ""),
            one.get("error") or one.get("first_words") or ("" if one.get("name") else one.get("audio", "")),
        )
        for one in data["transcripts"]
    ]
    columns = ("id", "status", "created", "name", "length", "language", "words")
    return Page(
        [Table(columns, rows, ("language", "length", "created"))],
        [] if rows else ["There are no transcripts yet."],
    )


def _length(seconds: float | None) -> str:
    return "" if seconds is None else length(seconds)


def _recordings(data: Data) -> Page:
    rows = [
        (
            one["path"],
            local_time(one["modified"]),
            _length(one.get("duration_seconds")),
            f"{one['bytes'] / _MEGA:,.1f} MB",
            one.get("transcript_id", ""),
        )
        for one in data["recordings"]
    ]
    left = data["total"] - len(rows)
    notes = (
        [f"{count(left, 'older recording')} left out: give --name, or a --limit up to 100."] if left else []
    )
    if not rows:
        notes.append(f"There is no such recording in {', '.join(data['folders'])}.")
    columns = ("file", "changed", "length", "size", "transcript")
    return Page([Table(columns, rows, ("size", "length", "changed"))], notes)


def _called(one: str, data: Data) -> str:
    """An id, with the name of its file if that is known."""
    name = data.get("names", {}).get(one)
    return f"{one} ({name})" if name else one


def _matches(data: Data) -> Page:
    only = data["transcript_ids"][0]
    rows = [
        (
            one.get("transcript_id") or only,
            data.get("names", {}).get(one.get("transcript_id") or only, ""),
            one["text"],
            str(one["count"]),
            ", ".join(clock_time(start) for start, _ in one["timestamps"])
            + (" ..." if one["left_out"] else ""),
        )
        for one in data["matches"]
    ]
    notes: list[str] = []
    if data["left_out_matches"]:
        notes.append(f"{count(data['left_out_matches'], 'more term')} left out: search for fewer words.")
    notes += [f"Not searched: {one['transcript_id']} ({one['reason']})." for one in data["not_searched"]]
    return Page([Table(("transcript", "name", "words", "times", "at"), rows)], notes)


def _said(data: Data) -> str:
    """Lines of speech, with their clock times and speakers."""
    return "\n".join(Line.model_validate(one).render() for one in data["lines"])


def _parts(data: Data) -> Page:
    if data["status"] == "deleted":
        return Page([], [f"Transcript {data['id']} was deleted; its text and audio are gone."], FAILED)
    texts = [_said(one) for one in data["parts"]]
    if len(texts) > 1:
        names = [f"{one['name'].capitalize()}:" for one in data["parts"]]
        texts = [f"{name}\n{text}\n" for name, text in zip(names, texts, strict=True)]
    notes = [f"Warning: {one}" for one in data["warnings"]]
    if data.get("start_at_ms") and not any(one["lines"] for one in data["parts"]):
        notes.append(f"There is nothing after {clock_time(data['start_at_ms'])}.")
        texts = []
    return Page([text for text in texts if text], notes)


def _passages(data: Data) -> Page:
    return Page([_said(data)] if data["lines"] else [])


def _answers(data: Data) -> Page:
    return Page(["\n\n".join(map(_answer, data["answers"]))])


def _answer(one: Data) -> str:
    quotes = [f"- {Quote.model_validate(quote).render()}" for quote in one["quotes"]]
    return "\n".join([one["question"], one["answer"], *quotes])


def _text_answer(data: Data) -> Page:
    """What the model wrote, or the file that holds it."""
    return Page([data.get("saved_to") or data["response"]])


def _text(name: str) -> Callable[[Data], Page]:
    """Shows one field."""
    return lambda data: Page([data[name]])


def _token(data: Data) -> Page:
    good = f"Good for {data['expires_in_seconds']} seconds: do not show or store it."
    return Page([data["token"]], [good, f"Use: {data['use']}."])


def _redacted(data: Data) -> Page:
    if data["ready"]:
        return Page([data["redacted_audio_url"]], ["The address is good for about 30 minutes."])
    return Page([], [data.get("reason") or "There is no redacted audio yet."], UNFINISHED)


def _deleted(data: Data) -> Page:
    if data["deleted"]:
        return Page([f"Deleted: {_called(data.get('id') or data['request_id'], data)}"])
    return Page([], ["The service took the request, but does not say that it is deleted."], FAILED)


def _speakers(data: Data) -> Page:
    return Page(
        [Table(("speaker", "name"), [(one["speaker"], one.get("name", "")) for one in data["speakers"]])]
    )


_PAGES: Mapping[str, Callable[[Data], Page]] = {
    "list_transcripts": _transcripts,
    "find_recordings": _recordings,
    "search_words": _matches,
    "get_transcript": _parts,
    "get_sentences": _passages,
    "get_paragraphs": _passages,
    "ask_question": _answers,
    "summarize": _text_answer,
    "extract_action_items": _text_answer,
    "run_task": _text_answer,
    "upload_file": _text("upload_url"),
    "create_streaming_token": _token,
    "get_redacted_audio": _redacted,
    "delete_transcript": _deleted,
    "purge_request_data": _deleted,
    "name_speakers": _speakers,
}
"""How the results of these operations look."""
