"""Parses the bodies of LeMUR requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.reasoning.reasoner import Options, Question

MOST_TRANSCRIPTS = 100
_MOST_OUTPUT = 64_000
"""Tokens: the most of any model that LeMUR had in its last year. Earlier ones wrote 4,000."""


@dataclass(frozen=True, slots=True)
class LemurRequest:
    """What all four routes have in common. Either `transcript_ids` or `input_text` is set, never both."""

    transcript_ids: tuple[str, ...]
    input_text: str | None
    options: Options


def read(body: Mapping[str, Any]) -> LemurRequest:
    """Raises ApiError (400). The service no longer has LeMUR, so the error texts are the emulator's own.

    Python SDKs before 1.0 name the transcripts in `sources` instead of `transcript_ids`. Their method of a transcript
    always sends its `sources`, so there an `input_text` takes their place.
    """
    text = _string(body, "input_text") or None
    ids, from_sources = _transcript_ids(body.get("transcript_ids")), _source_ids(body.get("sources"))
    if bool(ids) and bool(text):
        raise ApiError(400, "Send either transcript_ids or input_text, exactly one of the two.")
    if not ids and not from_sources and not text:
        raise ApiError(400, "Send either transcript_ids (or sources) or input_text, exactly one of the two.")
    named = () if text else tuple(dict.fromkeys((*ids, *from_sources)))
    if len(named) > MOST_TRANSCRIPTS:
        raise ApiError(400, f"A request can name at most {MOST_TRANSCRIPTS} transcripts.")
    return LemurRequest(named, text, _options(body))


def prompt(body: Mapping[str, Any]) -> str:
    text = _string(body, "prompt")
    if not text or not text.strip():
        raise ApiError(400, "prompt is required: say what is to be done with the transcripts.")
    return text


def questions(body: Mapping[str, Any]) -> list[Question]:
    given = body.get("questions")
    if not isinstance(given, list) or not given:
        raise ApiError(400, "questions is required: a list of objects that each have a question.")
    return [_question(item) for item in cast("list[object]", given)]


def _question(item: object) -> Question:
    if not isinstance(item, dict):
        raise ApiError(400, "Each of questions must be an object that has a question.")
    given = cast("dict[str, Any]", item)
    text = _string(given, "question")
    if not text or not text.strip():
        raise ApiError(400, "Each of questions must have a question.")
    answer_format, options = _string(given, "answer_format"), _strings(given, "answer_options")
    if answer_format and options:
        raise ApiError(400, "A question can have answer_format or answer_options, not both.")
    return Question(text, _context(given), answer_format or None, options)


def _options(body: Mapping[str, Any]) -> Options:
    size, temperature = body.get("max_output_size"), body.get("temperature")
    if size is not None and (type(size) is not int or not 1 <= size <= _MOST_OUTPUT):
        raise ApiError(400, f"max_output_size must be a whole number of tokens from 1 to {_MOST_OUTPUT}.")
    if temperature is not None and (type(temperature) not in {int, float} or not 0 <= temperature <= 1):
        raise ApiError(400, "temperature must be a number from 0 to 1.")
    return Options(
        context=_context(body),
        answer_format=_string(body, "answer_format") or None,
        max_output_size=size or 2000,
        temperature=temperature or 0.0,
        final_model=_string(body, "final_model") or "default",
    )


def _transcript_ids(given: object) -> tuple[str, ...]:
    ids = _all_strings(given)
    if ids is None:
        raise ApiError(400, "transcript_ids must be a list of transcript ids.")
    return ids


def _source_ids(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise ApiError(400, "sources must be a list of objects that each have an id and the type transcript.")
    return tuple(_source_id(source) for source in cast("list[object]", given))


def _source_id(source: object) -> str:
    given = cast("dict[str, Any]", source) if isinstance(source, dict) else {}
    if given.get("type", "transcript") != "transcript" or not _string(given, "id"):
        raise ApiError(400, "Each of sources must be an object that has an id and the type transcript.")
    return str(given["id"])


def _strings(given: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    found = _all_strings(given.get(name))
    if found is None:
        raise ApiError(400, f"{name} must be a list of strings.")
    return found or None


def _all_strings(given: object) -> tuple[str, ...] | None:
    """Empty for null. None if it is not a list of strings."""
    if given is None:
        return ()
    if not isinstance(given, list):
        return None
    items = cast("list[object]", given)
    strings = tuple(item for item in items if isinstance(item, str))
    return strings if len(strings) == len(items) else None


def _string(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise ApiError(400, f"{name} must be a string.")
    return value


def _context(given: Mapping[str, Any]) -> str | dict[str, Any] | None:
    context = given.get("context")
    if context is None or isinstance(context, str):
        return context
    if not isinstance(context, dict):
        raise ApiError(400, "context must be a string or an object.")
    return cast("dict[str, Any]", context)
