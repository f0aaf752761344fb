"""What an agent waits for when it asks for an hour of speech: our MCP server, the network and the service apart."""

import json
import tempfile
from pathlib import Path

import httpx

from benchmarks import child, servers
from benchmarks.conversation import talks
from benchmarks.figure import Figure, Goal
from benchmarks.stdio import StdioServer
from benchmarks.turns import in_turns

_BLOCKS, _CALLS = 8, 4
_MOST_MS = 50
_HTTPX = "httpx alone"


def measure() -> Figure:
    """`get_transcript` over stdio, beside the same request made and parsed with httpx."""
    with tempfile.TemporaryDirectory() as folder:
        reply = Path(folder, "reply.json")
        reply.write_bytes(_reply(Path(folder)))
        with child.serving("benchmarks.fixed", str(reply)) as url:
            seen = _in_turns(url, json.loads(reply.read_bytes())["id"], Path(folder))
    ours, bare = seen["ours"] / 1000, seen["httpx"] / 1000
    return Figure(
        "one hour, 9,000 words, get_transcript through MCP over stdio",
        "ms",
        ours,
        {_HTTPX: bare},
        Goal("most", _MOST_MS),
        f"{ours - bare:.1f} beyond httpx",
    )


def _reply(folder: Path) -> bytes:
    """What the service replies for the finished transcript of the hour."""
    with talks(folder, (1,)) as prepared:
        talk = prepared[1]
        audio = talk.call("upload_file", path=str(talk.audio))["upload_url"]
        talk.call("transcribe", audio=audio, speaker_labels=True, wait_seconds=120)
        return talk.exchanges[-1].raw


def _in_turns(url: str, transcript_id: str, folder: Path) -> dict[str, float]:
    address, headers = f"{url}/v2/transcript/{transcript_id}", {"Authorization": "k"}
    with StdioServer(servers.OURS, servers.environment(url, folder)) as ours, httpx.Client() as http:
        return in_turns(
            {
                "ours": lambda: ours.call("get_transcript", {"transcript_id": transcript_id}),
                "httpx": lambda: http.get(address, headers=headers).json(),
            },
            blocks=_BLOCKS,
            calls=_CALLS,
        )
