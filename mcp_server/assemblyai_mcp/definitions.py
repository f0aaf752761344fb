"""An operation as an MCP tool: its exact schemas, and every hint stated."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from mcp.types import Tool, ToolAnnotations
from pydantic import ValidationError

from assemblyai_tools import Arguments, InvalidArgumentsError, Operation, Result

AnyOperation: TypeAlias = Operation[Any, Result]

CONFIRM = "confirm"
"""The argument with which a model says that the person agreed, for clients that cannot ask the person."""


class Consent(Arguments):
    """What a tool that deletes takes in addition to the operation's own arguments."""

    confirm: bool = False


_NAMES = frozenset({CONFIRM, "confirmed", "confirmation", "approved"})
"""The names under which models give it."""

_CONFIRM_SCHEMA = {
    "anyOf": [{"type": "boolean"}, {"type": "null"}],
    "description": "True once the person agreed.",
}


def tool_of(operation: AnyOperation) -> Tool:
    """The MCP tool for an operation; one that deletes takes a confirmation in addition to its own arguments."""
    return Tool(
        name=operation.name,
        title=operation.title,
        description=operation.description,
        input_schema=_input_schema(operation),
        # Type generators name their types after the title; without one, they invent names such as Root_2.
        output_schema={"title": operation.result.__name__, **operation.output_schema},
        annotations=ToolAnnotations(
            read_only_hint=operation.hints.read_only,
            destructive_hint=operation.hints.destructive,
            idempotent_hint=operation.hints.idempotent,
            open_world_hint=operation.hints.open_world,
        ),
    )


def _input_schema(operation: AnyOperation) -> dict[str, Any]:
    schema = operation.input_schema
    if not operation.hints.destructive:
        return schema
    return schema | {"properties": schema["properties"] | {CONFIRM: _CONFIRM_SCHEMA}}


def split_consent(operation: AnyOperation, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The operation's own arguments, and whether the model says that the person agreed."""
    own = {name: value for name, value in arguments.items() if name.lower() not in _NAMES}
    consent = {name: value for name, value in arguments.items() if name not in own}
    try:
        return own, Consent.model_validate(consent).confirm
    except ValidationError:
        raise InvalidArgumentsError(f"{operation.name} was not called: {CONFIRM} is true or false.") from None
