"""The first call of a process imports nothing large on the event loop."""

import json
import os
import subprocess
import sys

import pytest

FIRST_CALL = """
import asyncio, json, sys, threading

loop_thread, seen = threading.get_ident(), {}

class Recorder:
    def find_spec(self, name, path=None, target=None):
        seen.setdefault(name, threading.get_ident() == loop_thread)

async def main(adapter, arguments):
    call = await globals()[adapter](arguments)
    sys.meta_path.insert(0, Recorder())
    text = await call()
    print(json.dumps({"text": text, "on_the_loop": seen}))

async def langchain(arguments):
    import langsmith.run_helpers, langchain_core.tracers.langchain, langchain_core.tracers.event_stream
    from assemblyai_tools.langchain import AssemblyAIToolkit
    (tool,) = AssemblyAIToolkit(tools=["transcribe"]).get_tools()
    config = {"configurable": {"assemblyai_api_key": "a-users-key"}}

    async def call():
        message = {"type": "tool_call", "id": "1", "name": "transcribe", "args": arguments}
        return (await tool.ainvoke(message, config)).content

    return call

async def mcp(arguments):
    from assemblyai_mcp import create_server
    server = create_server()

    async def call():
        return (await server.call_tool("transcribe", arguments)).content[0].text

    return call

asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
"""
"""LangChain's own imports come first: they are not ours to move."""


@pytest.mark.parametrize(
    ("adapter", "language"),
    [("langchain", "en"), ("langchain", "English"), ("langchain", None), ("mcp", "English")],
)
def test_the_first_call_imports_nothing_large_on_the_loop(
    running_emulator, audio, tmp_path, adapter, language
):
    arguments = {"audio": str(audio / "hello.flac"), "language_code": language, "wait_seconds": 0}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CALL, adapter, json.dumps(arguments)],
        env={
            **os.environ,
            **running_emulator.to_env(),
            "ASSEMBLYAI_LEDGER": str(tmp_path / "ledger.sqlite3"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["text"].startswith("Transcript ")
    imported = told["on_the_loop"]
    assert {"httpx", "httpcore", "sqlite3"} <= imported.keys()
    assert ("langcodes" in imported) == (language == "English"), "a usual code is known without it"
    assert {
        name for name, here in imported.items() if here and not name.startswith("langchain_core.")
    } == set()
