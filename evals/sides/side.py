"""The names of the sides, and the shape of a tool."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Side = Literal["tools", "endpoints"]
"""Whose tools a model has."""

SIDES: tuple[Side, ...] = ("tools", "endpoints")
"""All of them, in the order of the report."""


@dataclass(frozen=True)
class ToolReply:
    """What a model reads after a call."""

    text: str
    is_error: bool = False


@dataclass(frozen=True)
class Tool:
    """A tool as a model sees it, and how it is called."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """A JSON Schema of type object."""
    call: Callable[[dict[str, Any]], Awaitable[ToolReply]]


@dataclass(frozen=True)
class Toolbox:
    """All tools of a side, and the instructions for them."""

    instructions: str
    tools: tuple[Tool, ...]
