"""What each tool returns is valid against the output schema that the server lists for it."""

import httpx
import jsonschema
import pytest
from mcp import Client
from tests.mcp_server.conftest import COMPLETED

from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS, operation_named

UPLOADED = {"upload_url": "https://cdn.test/u1"}
QUEUED = {"id": "t1", "status": "queued"}
LEMUR = {"request_id": "r1", "response": "It was short."}
PASSAGE = {"text": "Hello.", "start": 100, "end": 900, "words": []}

REPLIES = {
    "list_transcripts": (
        {"limit": 1},
        [
            {
                "transcripts": [COMPLETED | {"created": "2026-11-22T10:00:00"}],
                "page_details": {"prev_url": "http://x"},
            }
        ],
    ),
    "get_sentences": ({"transcript_id": "t1"}, [{"sentences": [PASSAGE | {"speaker": "A"}]}]),
    "get_paragraphs": ({"transcript_id": "t1"}, [{"paragraphs": [PASSAGE]}]),
    "get_redacted_audio": (
        {"transcript_id": "t1"},
        [{"status": "redacted_audio_ready", "redacted_audio_url": "https://cdn.test/r1"}],
    ),
    "create_streaming_token": (
        {"expires_in_seconds": 60},
        [{"token": "tok", "expires_in_seconds": 60}],
    ),
    "upload_file": ({"path": "{folder}/a.wav"}, [UPLOADED]),
    "transcribe": ({"audio": "{folder}/a.wav"}, [UPLOADED, QUEUED, QUEUED, COMPLETED]),
    "get_transcript": ({"transcript_id": "t1"}, [COMPLETED]),
    "search_words": (
        {"transcript_ids": ["t1"], "words": ["hello", "zebra"]},
        [{"total_count": 1, "matches": [{"text": "hello", "count": 1, "timestamps": [[100, 900]]}]}],
    ),
    "get_subtitles": (
        {"transcript_id": "t1", "save_to": "{folder}/new.srt"},
        ["1\n00:00:00,100 --> 00:00:00,900\nHello.\n"],
    ),
    "summarize": ({"transcript_ids": ["t1"]}, [COMPLETED, LEMUR]),
    "ask_question": (
        {"transcript_ids": ["t1"], "questions": [{"question": "Was it short?"}]},
        [COMPLETED, {"request_id": "r1", "response": [{"question": "Was it short?", "answer": "Yes."}]}],
    ),
    "extract_action_items": ({"transcript_ids": ["t1"]}, [COMPLETED, LEMUR]),
    "run_task": ({"input_text": "Hello.", "prompt": "Translate."}, [LEMUR]),
    "purge_request_data": ({"request_id": "r1", "confirm": True}, [{"deleted": True}]),
    "delete_transcript": (
        {"transcript_id": "t1", "confirm": True},
        [COMPLETED, {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}],
    ),
}


@pytest.mark.parametrize("name", REPLIES)
async def test_a_tools_result_is_valid_against_its_output_schema(server, service, tmp_path, name):
    """The MCP interface of tests/recorded checks the same of every operation, on the replies of its cassette."""
    operation = operation_named(name, ALL_OPERATIONS)
    (tmp_path / "a.wav").write_bytes(b"audio")
    arguments, replies = REPLIES[name]
    service.script = [
        httpx.Response(200, text=body) if isinstance(body, str) else httpx.Response(200, json=body)
        for body in replies
    ]
    given = {
        name: value.format(folder=tmp_path) if isinstance(value, str) else value
        for name, value in arguments.items()
    }
    jsonschema.validate(given, tool_of(operation).input_schema)
    async with Client(server) as client:
        if operation.hints.destructive:  # refused once, so that the person is asked
            await client.call_tool(operation.name, given)
        result = await client.call_tool(operation.name, given)
    assert (result.is_error, service.script) == (False, [])
    assert result.content[0].text
    jsonschema.validate(result.structured_content, tool_of(operation).output_schema)
