"""The post-processing step json-repair: makes an answer valid JSON where that takes no guess."""

import json
import re
from dataclasses import replace
from typing import Any, cast

from assemblyai_emulator.gateway.chat_model import Reply
from assemblyai_emulator.gateway.errors import InvalidRequestError

_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_VALUE = re.compile(r"[\[{].*[\]}]", re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


def repaired(reply: Reply) -> Reply:
    """The reply with JSON as its text, and as the arguments of its tool calls.

    A code fence, text around the JSON and trailing commas are removed; the service mends more. As there, an answer
    that cannot be mended is an error; its status and text are unverified. Raises InvalidRequestError.
    """
    message = dict(reply.message)
    if isinstance(message.get("content"), str):
        message["content"] = _json_text(message["content"])
    if isinstance(message.get("tool_calls"), list):
        message["tool_calls"] = [_with_arguments(call) for call in message["tool_calls"]]
    return replace(reply, message=message)


def _json_text(text: str) -> str:
    for candidate in (text, *_FENCE.findall(text), *_VALUE.findall(text)):
        for attempt in (candidate, _TRAILING_COMMA.sub(_kept_string, candidate)):
            if _is_json(attempt):
                return attempt.strip()
    raise InvalidRequestError(
        "post_processing_steps json-repair: the answer is not JSON and cannot be repaired. Ask for JSON with a "
        "response_format, or leave the step out"
    )


def _kept_string(match: re.Match[str]) -> str:
    return match[1] or ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _with_arguments(call: Any) -> Any:
    given = cast("dict[str, Any]", call) if isinstance(call, dict) else {}
    function = given.get("function")
    called = cast("dict[str, Any]", function) if isinstance(function, dict) else {}
    arguments = called.get("arguments")
    if not isinstance(arguments, str) or not arguments:
        return cast("Any", call)
    return {**given, "function": {**called, "arguments": _json_text(arguments)}}
