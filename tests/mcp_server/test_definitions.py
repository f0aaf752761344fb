import pytest

from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS

pytestmark = pytest.mark.catalogue


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
def test_a_tool_has_its_operations_schemas_and_a_confirmation_if_it_deletes(operation):
    tool = tool_of(operation)
    own = operation.input_schema["properties"]
    added = {name: field for name, field in tool.input_schema["properties"].items() if name not in own}
    kind = [{"type": "boolean"}, {"type": "null"}]
    wanted = {"confirm": {"anyOf": kind, "description": "True once the person agreed."}}
    assert added == (wanted if operation.hints.destructive else {})
    assert tool.input_schema | {"properties": own} == operation.input_schema
    assert (tool.name, tool.title, tool.description) == (
        operation.name,
        operation.title,
        operation.description,
    )
    assert tool.output_schema == {"title": operation.result.__name__, **operation.output_schema}
    assert tool.output_schema["title"].isidentifier()
    assert tool.annotations.model_dump(by_alias=True, exclude_none=True) == {
        "readOnlyHint": operation.hints.read_only,
        "destructiveHint": operation.hints.destructive,
        "idempotentHint": operation.hints.idempotent,
        "openWorldHint": operation.hints.open_world,
    }
