"""An operation as an MCP tool: its exact schemas, and every hint stated."""

from typing import Any, TypeAlias

from mcp.types import Tool, ToolAnnotations

from assemblyai_tools import Operation, Result

AnyOperation: TypeAlias = Operation[Any, Result]

CONFIRM = "confirm"
"""The argument with which a model says that the person agreed, for clients that cannot ask the person."""

_CONFIRM_SCHEMA = {"type": "boolean", "description": "True once the person agreed."}


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
