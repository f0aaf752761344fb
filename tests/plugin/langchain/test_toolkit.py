from dataclasses import replace

import httpx
import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import SecretStr, ValidationError

from assemblyai_tools import ALL_OPERATIONS, ConfigurationError, Settings
from assemblyai_tools.langchain import AssemblyAIToolkit, Clients, destructive_tool_names
from assemblyai_tools.operations.selection import TOOLSETS, Selection
from assemblyai_tools.waiting.progress import Progress

pytestmark = pytest.mark.catalogue

COMPLETED = {"id": "t1", "status": "completed", "audio_duration": 3, "text": "Hello."}
NAMES = [operation.name for operation in ALL_OPERATIONS]


@pytest.fixture
def toolkit(clients):
    return AssemblyAIToolkit(clients=clients)


def names(**options):
    return [tool.name for tool in AssemblyAIToolkit(**options).get_tools()]


def tool_named(toolkit, name):
    return next(tool for tool in toolkit.get_tools() if tool.name == name)


def test_every_operation_is_a_tool_with_its_hints(toolkit):
    assert [
        (tool.name, tool.description, tool.args_schema, tool.metadata) for tool in toolkit.get_tools()
    ] == [
        (
            operation.name,
            operation.description,
            operation.input_schema,
            {
                "readOnlyHint": operation.hints.read_only,
                "destructiveHint": operation.hints.destructive,
                "idempotentHint": operation.hints.idempotent,
                "openWorldHint": operation.hints.open_world,
            },
        )
        for operation in ALL_OPERATIONS
    ]


def test_a_model_gets_the_operations_own_schema(toolkit):
    assert [convert_to_openai_tool(tool)["function"] for tool in toolkit.get_tools()] == [
        {"name": operation.name, "description": operation.description, "parameters": operation.input_schema}
        for operation in ALL_OPERATIONS
    ]


@pytest.mark.parametrize("llm", ["gateway", "own"])
def test_only_operations_that_the_settings_allow_are_tools(settings, llm):
    assert names(settings=replace(settings, llm=llm)) == [
        name for name in NAMES if name != "purge_request_data"
    ]


def test_with_the_callers_own_model_there_is_nothing_to_purge(settings):
    toolkit = AssemblyAIToolkit(settings=settings, llm=FakeListChatModel(responses=[]))
    assert toolkit.settings == replace(settings, llm="own")
    assert "purge_request_data" not in [tool.name for tool in toolkit.get_tools()]


def test_read_only_leaves_the_tools_that_change_nothing_and_cost_nothing(settings):
    assert names(settings=settings, read_only=True) == [
        operation.name for operation in ALL_OPERATIONS if operation.hints.read_only
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"toolsets": ["streaming"]},
        {"tools": ["transcribe", "ask_question"]},
        {"toolsets": ["streaming"], "tools": ["transcribe"]},
        {"toolsets": ["transcription"], "exclude_tools": ["delete_transcript"], "read_only": True},
    ],
)
def test_tools_are_chosen_by_set_and_by_name(settings, options):
    chosen = [operation.name for operation in Selection(**options).of(settings.choices)]
    assert names(settings=settings, **options) == chosen
    assert chosen != NAMES


def test_an_unknown_toolset_or_tool_is_refused_with_the_closest_match(settings):
    with pytest.raises(ConfigurationError, match=r"There is no toolset 'reasonin'. Did you mean reasoning\?"):
        names(settings=settings, toolsets=["reasonin"])
    with pytest.raises(
        ConfigurationError, match=r"There is no tool 'transcribes'. Did you mean transcribe\?"
    ):
        names(settings=settings, tools=["transcribes"])


def test_the_toolkits_docstring_names_every_toolset():
    assert all(name in AssemblyAIToolkit.__doc__ for name in TOOLSETS)


def test_a_misspelt_setting_is_refused(settings):
    with pytest.raises(ValidationError, match="readonly"):
        AssemblyAIToolkit(settings=settings, readonly=True)


def test_without_settings_a_toolkit_reads_the_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    monkeypatch.delenv("ASSEMBLYAI_ALLOWED_DIRS", raising=False)
    assert AssemblyAIToolkit().settings == Settings(api_key=SecretStr("from-the-environment"))


def test_all_tools_share_one_client(settings):
    toolkit = AssemblyAIToolkit(settings=settings)
    assert {id(tool.clients) for tool in toolkit.get_tools()} == {id(toolkit.clients)}


def test_a_toolkit_may_use_existing_clients(settings):
    clients = Clients(settings)
    toolkit = AssemblyAIToolkit(clients=clients)
    assert (toolkit.clients, toolkit.settings) == (clients, settings)


async def test_progress_goes_to_the_toolkits_callback(invoke, clients, answers):
    reports = []
    toolkit = AssemblyAIToolkit(clients=clients, on_progress=reports.append)
    answers({"id": "t1", "status": "processing"})
    await invoke(tool_named(toolkit, "get_transcript"), {"transcript_id": "t1"})
    assert reports == [Progress("waiting", "transcribing, 0 s", None, "t1")]


def test_a_toolkit_never_shows_the_key(settings, key):
    toolkit = AssemblyAIToolkit(settings=settings)
    assert key not in " ".join([repr(toolkit), str(toolkit), str(toolkit.model_dump())])


async def test_a_toolkit_closes_its_clients(clients, service):
    toolkit = AssemblyAIToolkit(clients=clients)
    service.script = [httpx.Response(200, json=COMPLETED)]
    await tool_named(toolkit, "get_transcript").ainvoke({"transcript_id": "t1"})
    await toolkit.aclose()
    toolkit.close()
    with pytest.raises(RuntimeError, match="closed"):
        tool_named(toolkit, "get_transcript").invoke({"transcript_id": "t1"})


def test_the_destructive_tools_are_those_that_delete():
    assert destructive_tool_names() == ["purge_request_data", "delete_transcript"]


def test_a_toolkit_takes_just_a_key_and_never_shows_it():
    toolkit = AssemblyAIToolkit(api_key="sk-0123456789abcdef")
    assert toolkit.clients.settings.require_key() == "sk-0123456789abcdef"
    assert "sk-0123456789abcdef" not in repr(toolkit) + str(toolkit.model_dump())


def test_an_unknown_option_is_refused_without_showing_its_value():
    with pytest.raises(ValidationError) as caught:
        AssemblyAIToolkit(apikey="sk-0123456789abcdef")
    assert "apikey" in str(caught.value)
    assert "sk-0123456789abcdef" not in str(caught.value)
