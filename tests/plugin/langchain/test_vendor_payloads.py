"""The request that each vendor's own package makes of our tools: none refused, nothing lost, nothing newly required.

No request is sent. Every tool is in it, those of LeMUR too.
"""

import httpx
import pytest
from tests.plugin.langchain.vendors import ALL, KEY, STRICT
from tests.samples import VALUES, sample_call

from assemblyai_tools import ALL_OPERATIONS, Settings
from assemblyai_tools.langchain import AssemblyAIToolkit

pytestmark = pytest.mark.catalogue

OPENAI_REFUSES = {
    "allOf",
    "contains",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "maxLength",
    "maxProperties",
    "minContains",
    "minLength",
    "minProperties",
    "not",
    "oneOf",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
}
"""Keywords that OpenAI's strict mode does not take
(https://platform.openai.com/docs/guides/structured-outputs#supported-schemas)."""

ANTHROPIC_REFUSES = OPENAI_REFUSES - {"allOf", "default"} | {
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "multipleOf",
    "pattern",
}
"""Keywords that Anthropic's strict mode does not take
(https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations)."""


@pytest.fixture(scope="module")
def tools():
    toolkit = AssemblyAIToolkit(settings=Settings(api_key=KEY, llm="lemur", allowed_dirs=()))
    return toolkit.get_tools()


@pytest.fixture(scope="module")
def payload(tools):
    """A vendor's payload, by tool; each is made once."""
    made = {}

    def make(vendor):
        if vendor not in made:
            made[vendor] = {tool["name"]: tool for tool in ALL[vendor](tools)}
        return made[vendor]

    return make


def plain(schema):
    """The schema without "or null"."""
    return next((kind for kind in schema.get("anyOf", ()) if kind.get("type") != "null"), schema)


def is_nullable(schema):
    return {"type": "null"} in schema.get("anyOf", ())


def arguments(ours, theirs, where=""):
    """Each argument at any depth: where it is, our schema, theirs, whether we require it, and whether they do."""
    ours, theirs = plain(ours), plain(theirs)
    for name, field in ours.get("properties", {}).items():
        sent = theirs["properties"][name]
        required = [name in side.get("required", ()) for side in (ours, theirs)]
        yield f"{where}{name}", field, sent, *required
        yield from arguments(field, sent, f"{where}{name}.")
    if "items" in ours:
        yield from arguments(ours["items"], theirs["items"], where)


def schemas(node):
    """Every schema within a schema."""
    yield node
    inner = [*node.get("properties", {}).values(), *node.get("anyOf", ())]
    for one in [*inner, node["items"]] if "items" in node else inner:
        yield from schemas(one)


every_vendor = pytest.mark.parametrize("vendor", ALL)
every_other_vendor = pytest.mark.parametrize("vendor", [vendor for vendor in ALL if vendor != "ollama"])
"""All but Ollama's, whose client reduces a union to its description."""


@every_vendor
def test_every_tool_is_in_the_request_with_its_description(payload, vendor):
    shown = {name: tool["description"] for name, tool in payload(vendor).items()}
    assert shown == {operation.name: operation.description for operation in ALL_OPERATIONS}


@every_other_vendor
def test_no_argument_loses_its_type_or_its_description_at_any_depth(payload, vendor):
    for operation in ALL_OPERATIONS:
        sent = payload(vendor)[operation.name]["parameters"]
        for where, ours, theirs, *_ in arguments(operation.input_schema, sent):
            assert theirs.get("description") == ours.get("description"), (operation.name, where)
            for key in ("type", "enum"):
                assert plain(theirs).get(key) == plain(ours).get(key), (operation.name, where)


def test_ollama_keeps_every_argument_with_its_description(payload):
    """Its client keeps types of plain arguments only. No optional argument is an object, so that nothing is hidden."""
    for operation in ALL_OPERATIONS:
        sent = payload("ollama")[operation.name]["parameters"]["properties"]
        shown = {name: field.get("description") for name, field in sent.items()}
        ours = operation.input_schema["properties"]
        assert shown == {name: field.get("description") for name, field in ours.items()}
        for name in operation.input_schema.get("required", ()):
            assert sent[name]["type"] == ours[name]["type"]


@every_other_vendor
def test_no_optional_argument_becomes_required_without_being_nullable(payload, vendor):
    for operation in ALL_OPERATIONS:
        sent = payload(vendor)[operation.name]["parameters"]
        for where, _, theirs, wanted, demanded in arguments(operation.input_schema, sent):
            assert wanted or not demanded or is_nullable(theirs), (operation.name, where)


def test_ollama_requires_what_we_require(payload):
    for operation in ALL_OPERATIONS:
        sent = payload("ollama")[operation.name]["parameters"]
        assert (sent.get("required") or []) == operation.input_schema.get("required", [])


@pytest.mark.parametrize("vendor", [f"{name}-strict" for name in STRICT])
def test_a_strict_request_holds_no_keyword_that_strict_mode_refuses(payload, vendor):
    refused = ANTHROPIC_REFUSES if "anthropic" in vendor else OPENAI_REFUSES
    for name, tool in payload(vendor).items():
        assert tool["strict"] is True
        for node in schemas(tool["parameters"]):
            assert not refused & set(node), name
            if node.get("type") == "object":
                assert node["additionalProperties"] is False, name
                assert "anthropic" in vendor or set(node["required"]) == set(node["properties"]), name


@pytest.mark.parametrize("vendor", [f"{name}-strict" for name in STRICT])
def test_a_strict_call_that_gives_null_wherever_it_may_is_the_call_without_it(payload, vendor):
    for operation in ALL_OPERATIONS:
        fields = payload(vendor)[operation.name]["parameters"]["properties"]
        call = {name: None if is_nullable(field) else VALUES[name] for name, field in fields.items()}
        sample = sample_call(operation)
        call |= {name: value for name, value in sample.items() if name == "transcript_ids"}
        assert operation.validated(call) == operation.validated(sample)


@pytest.mark.parametrize("vendor", [f"{name}-strict" for name in STRICT])
async def test_a_strict_call_with_null_for_all_but_the_audio_works(
    payload, vendor, scripted, service, invoke, sent
):
    service.script = [
        httpx.Response(200, json={"id": "t1", "status": "queued"}),
        httpx.Response(200, json={"id": "t1", "status": "completed", "text": "Hello.", "audio_duration": 3}),
    ]
    (tool,) = (
        tool for tool in AssemblyAIToolkit(clients=scripted()).get_tools() if tool.name == "transcribe"
    )
    fields = payload(vendor)["transcribe"]["parameters"]["properties"]
    given = dict.fromkeys(fields) | {"audio": "https://x.test/a.mp3"}
    message = await invoke(tool, {"type": "tool_call", "id": "c1", "name": "transcribe", "args": given})
    assert message.status == "success"
    assert "Hello." in message.content
    assert sent() == [{"audio_url": "https://x.test/a.mp3"}]
