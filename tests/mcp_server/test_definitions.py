import json

import pytest

from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS

pytestmark = pytest.mark.catalogue

MOST_BYTES = 1_250
"""Bytes of a definition, on average over all tools."""


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
def test_a_tool_is_its_operation_and_what_deletes_takes_a_confirmation_too(operation):
    tool = tool_of(operation)
    own = operation.input_schema["properties"]
    added = {name: field for name, field in tool.input_schema["properties"].items() if name not in own}
    wanted = {"confirm": {"type": "boolean", "description": "True once the person agreed."}}
    assert added == (wanted if operation.hints.destructive else {})
    assert tool.input_schema | {"properties": own} == operation.input_schema
    assert (tool.name, tool.title, tool.description) == (
        operation.name,
        operation.title,
        operation.description,
    )
    assert tool.output_schema == operation.output_schema
    assert tool.annotations.model_dump(by_alias=True, exclude_none=True) == {
        "readOnlyHint": operation.hints.read_only,
        "destructiveHint": operation.hints.destructive,
        "idempotentHint": operation.hints.idempotent,
        "openWorldHint": operation.hints.open_world,
    }


def test_all_definitions_together_stay_small():
    tools = [tool_of(operation).model_dump(by_alias=True, exclude_none=True) for operation in ALL_OPERATIONS]
    size = len(json.dumps({"tools": tools}, separators=(",", ":"), ensure_ascii=False).encode())
    assert size < MOST_BYTES * len(ALL_OPERATIONS)
