"""The whole job through the MCP server over stdio, offline: python examples/mcp_client.py [recording]."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult, TextContent

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"


def server(recording: Path) -> StdioServerParameters:
    """The server as a chat client starts it. It may read only the recording's folder."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "assemblyai_mcp", "--offline"],
        env={"ASSEMBLYAI_ALLOWED_DIRS": str(recording.parent), "PATH": os.defpath},
    )


async def call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool, print the text for the model, and return the structured result."""
    result: CallToolResult = await client.call_tool(name, arguments)
    text = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    print(f"\n{name}\n{text}")
    if result.is_error:
        sys.exit(1)
    structured: dict[str, Any] = result.structured_content or {}
    return structured


async def agree(context: object, params: ElicitRequestParams) -> ElicitResult:  # noqa: ARG001
    """Before it deletes something, the server asks the person. This person always agrees."""
    print(f"\n{params.message} Yes.")
    return ElicitResult(action="accept", content={"confirm": True})


async def main(recording: Path) -> None:
    """Transcribe, search, reason, caption, delete, purge."""
    async with Client(server(recording), elicitation_callback=agree) as client:
        tools = (await client.list_tools()).tools
        print(f"{len(tools)} tools: {', '.join(tool.name for tool in tools)}")
        recorded = {"audio": str(recording), "multichannel": True, "wait_seconds": 900}
        transcript = await call(client, "transcribe", **recorded)
        one, ids = {"transcript_id": transcript["id"]}, [transcript["id"]]
        await call(client, "search_words", transcript_ids=ids, words=["launch", "customer"])
        summary = await call(client, "summarize", transcript_ids=ids)
        await call(client, "ask_question", transcript_ids=ids, questions=["When is the launch?"])
        await call(client, "extract_action_items", transcript_ids=ids)
        await call(client, "get_subtitles", **one, subtitle_format="vtt")
        await call(client, "delete_transcript", **one)
        await call(client, "purge_request_data", request_id=summary["request_id"])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else SAMPLE).resolve()))
