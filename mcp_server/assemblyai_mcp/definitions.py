"""How an operation is shown to a client: its exact schemas, and its hints stated one by one."""

from typing import Any, TypeAlias

from mcp.types import Tool, ToolAnnotations

from assemblyai_tools import Operation, Result

AnyOperation: TypeAlias = Operation[Any, Result]

CONFIRM = "confirm"
"""The argument by which a model passes on a person's consent where the client cannot ask the person."""

_CONFIRM_SCHEMA = {"type": "boolean", "description": "True once the person agreed."}


def tool_of(operation: AnyOperation) -> Tool:
    """The tool that an operation is; what deletes takes a confirmation besides its own arguments."""
    return Tool(
        name=operation.name,
        title=operation.title,
        description=operation.description,
        input_schema=_input_schema(operation),
        output_schema=operation.output_schema,
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
