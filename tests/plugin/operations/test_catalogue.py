"""Rules that every operation follows."""

import dataclasses
import importlib
import pkgutil
import re

import pytest
from annotated_types import Ge, Le
from jsonschema import Draft202012Validator
from tests.samples import sample_call

from assemblyai_mcp.definitions import tool_of
from assemblyai_mcp.server import ToolServer
from assemblyai_tools import (
    ALL_OPERATIONS,
    TOOLSETS,
    AsyncClient,
    InvalidArgumentsError,
    Operation,
    Settings,
    offered_operations,
    purge_request_data,
)
from assemblyai_tools import operations as package
from assemblyai_tools.flow import Choices
from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.operations import catalogue

pytestmark = pytest.mark.catalogue

RESERVED = {"config", "runtime", "run_manager", "callbacks", "self"}
"""Argument names that LangChain or Python reserve."""

SELF_EXPLAINING = {
    "custom_spelling",
    "filter_profanity",
    "max_speakers_expected",
    "min_speakers_expected",
    "question",
    "request_id",
    "sentiment_analysis",
    "status",
    "transcript_id",
    "webhook_auth_header_value",
}
"""Arguments that need no description; a new one must be added here on purpose."""

every_operation = pytest.mark.parametrize(
    "operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS]
)


def schemas_in(node, *, names=False):
    """Every schema within a schema; the values under "properties" are schemas, its keys are not."""
    if isinstance(node, list):
        for item in node:
            yield from schemas_in(item)
    elif isinstance(node, dict):
        if not names:
            yield node
        for key, value in node.items():
            yield from schemas_in(value, names=key == "properties" and not names)


def described_fields(schema):
    """Every argument, at any depth, with its schema."""
    for node in schemas_in(schema):
        yield from node.get("properties", {}).items()


@every_operation
def test_it_is_named_titled_and_described(operation):
    assert re.fullmatch(r"[a-z][a-z_]{0,63}", operation.name)
    assert re.fullmatch(r"[A-Z][a-z]+( [a-z]+)*", operation.title)
    kind = operation.arguments.__name__
    assert 40 <= len(operation.description) <= 400, f"the docstring of {kind} has not 40 to 400 characters"
    assert operation.description.endswith("."), f"the docstring of {kind} does not end with a full stop"


def test_with_the_gateway_only_the_purge_is_left_out():
    offered = {llm: offered_operations(Choices(llm=llm)) for llm in ("lemur", "gateway")}
    assert offered["lemur"] == ALL_OPERATIONS
    assert set(ALL_OPERATIONS) - set(offered["gateway"]) == {purge_request_data}


@pytest.mark.parametrize("module", [module.name for module in pkgutil.iter_modules(package.__path__)])
def test_an_operation_that_is_defined_is_in_the_catalogue(module):
    defined = vars(importlib.import_module(f"{package.__name__}.{module}")).values()
    for operation in (value for value in defined if isinstance(value, Operation)):
        assert operation.name in catalogue.MODULES, (
            f'plugin/assemblyai_tools/operations/catalogue.py has no line "{operation.name}": "{module}"'
        )


@every_operation
def test_it_is_defined_under_the_name_that_the_catalogue_gives_it(operation):
    assert catalogue.load(operation.name) is operation


@every_operation
def test_it_belongs_to_a_toolset(operation):
    assert operation.toolsets
    assert set(operation.toolsets) <= set(TOOLSETS)


def test_names_and_titles_are_unique():
    assert len({operation.name for operation in ALL_OPERATIONS}) == len(ALL_OPERATIONS)
    assert len({operation.title for operation in ALL_OPERATIONS}) == len(ALL_OPERATIONS)


@every_operation
def test_its_hints_are_stated_and_agree_with_each_other(operation):
    hints = dataclasses.asdict(operation.hints)
    assert {name: type(value) for name, value in hints.items()} == dict.fromkeys(
        ("read_only", "destructive", "idempotent", "open_world"), bool
    )
    assert not (hints["read_only"] and hints["destructive"])


@every_operation
def test_it_is_marked_as_destructive_if_it_deletes_and_says_so_if_it_costs_money(operation):
    deletes = operation.name.startswith(("delete_", "purge_"))
    assert operation.hints.destructive is deletes
    assert ("Delete" in operation.description) is deletes
    costs = {"transcribe", "summarize", "ask_question", "extract_action_items", "run_task"}
    assert ("Costs money" in operation.description) is (operation.name in costs)


@every_operation
@pytest.mark.parametrize("side", ["input_schema", "output_schema"])
def test_its_schemas_are_plain_objects_that_any_provider_takes(operation, side):
    schema = getattr(operation, side)
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert not {"anyOf", "oneOf", "allOf", "$defs"} & set(schema)
    for node in schemas_in(schema):
        assert not {"$ref", "title"} & set(node)


@every_operation
def test_an_optional_argument_is_no_object(operation):
    """Some clients show a model nothing inside such an object; another requires all that is in it."""
    for node in schemas_in(operation.input_schema):
        for name, field in node.get("properties", {}).items():
            assert "object" not in {field.get("type"), *(kind["type"] for kind in field.get("anyOf", ()))}, (
                name
            )


@every_operation
def test_an_argument_may_be_null_exactly_if_it_is_optional(operation):
    for node in schemas_in(operation.input_schema):
        for name, field in node.get("properties", {}).items():
            kinds = field.get("anyOf", [])
            assert ({"type": "null"} in kinds) is (name not in node.get("required", ())), name
            assert len(kinds) in {0, 2}, "a union of more is read by no vendor's package alike"


@every_operation
def test_its_arguments_have_no_keyword_that_a_strict_mode_refuses(operation):
    known = {
        "additionalProperties",
        "anyOf",
        "description",
        "enum",
        "items",
        "properties",
        "required",
        "type",
    }
    for node in schemas_in(operation.input_schema):
        assert set(node) <= known


@every_operation
def test_a_result_is_never_said_to_be_null(operation):
    for node in schemas_in(operation.output_schema):
        assert {"type": "null"} not in node.get("anyOf", [])


LIMITED = [
    (operation, name, low.ge, high.le)
    for operation in ALL_OPERATIONS
    for name, field in operation.arguments.model_fields.items()
    for low in field.metadata
    for high in field.metadata
    if isinstance(low, Ge) and isinstance(high, Le)
]
"""Each argument that has a least and a greatest value."""


@pytest.mark.parametrize(
    ("operation", "name", "least", "most"), LIMITED, ids=[f"{one[0].name}-{one[1]}" for one in LIMITED]
)
def test_a_range_stands_in_the_description_and_in_the_error(operation, name, least, most):
    """The schema has no limits, as strict modes refuse them."""
    told = f"{least:,} to {most:,}"
    assert told in operation.input_schema["properties"][name]["description"]
    unit = "seconds" if name.endswith("_seconds") else "a number"
    for wrong in (least - 1, most + 1):
        with pytest.raises(InvalidArgumentsError, match=f"{name}: give {unit} from {told}[.;]"):
            operation.start(sample_call(operation) | {name: wrong})


@every_operation
def test_it_takes_no_arguments_but_its_own(operation):
    for node in schemas_in(operation.input_schema):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False


@every_operation
def test_its_arguments_are_described_or_explain_themselves(operation):
    bare = {name for name, field in described_fields(operation.input_schema) if "description" not in field}
    assert bare - SELF_EXPLAINING == set(), (
        f"{operation.arguments.__name__} does not describe these, and SELF_EXPLAINING here does not list them"
    )


def test_every_self_explaining_argument_is_still_needed_on_the_list():
    bare = {
        name
        for operation in ALL_OPERATIONS
        for name, field in described_fields(operation.input_schema)
        if "description" not in field
    }
    assert bare == SELF_EXPLAINING


@every_operation
def test_its_arguments_are_snake_case_and_never_reserved(operation):
    names = {name for name, _ in described_fields(operation.input_schema)}
    assert not names & RESERVED
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z_]*", name)] == []


@every_operation
def test_its_result_defines_render_itself(operation):
    assert "render" in vars(operation.result)


@every_operation
async def test_langchain_and_mcp_show_the_same(operation):
    settings = Settings(llm="lemur", allowed_dirs=())
    tools = {tool.name: tool for tool in AssemblyAIToolkit(settings=settings).get_tools()}
    served = {tool.name: tool for tool in await ToolServer(AsyncClient(settings)).list_tools()}
    in_langchain, in_mcp = tools[operation.name], served[operation.name]
    assert in_langchain.description == in_mcp.description == operation.description
    assert in_langchain.args_schema == operation.input_schema
    assert in_mcp.input_schema == tool_of(operation).input_schema
    assert in_langchain.metadata == {
        name: value
        for name, value in in_mcp.annotations.model_dump(by_alias=True, exclude_none=True).items()
        if name != "title"
    }


@every_operation
def test_its_docstring_says_what_it_does_returns_and_raises_and_links_the_apis_page(operation):
    assert operation.__doc__.startswith(operation.description)
    assert f"Gives a {operation.result.__name__}; raises an AssemblyAIError." in operation.__doc__
    assert "https://www.assemblyai.com/docs/" in operation.__doc__, (
        f"the docstring of operations/{catalogue.MODULES[operation.name]}.py does not link to the API's page"
    )
