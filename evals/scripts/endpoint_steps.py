"""Steps that scripts for the endpoints share."""

from collections.abc import Generator
from typing import Any, TypeAlias

from assemblyai_tools.waiting.watch import ENDED
from evals.scripts.script import Call, Reply, Say

Part: TypeAlias = Generator[Call | Say, Reply, dict[str, Any]]
"""A part of a script that gives a JSON object."""

_PAUSE_SECONDS = 2
"""Seconds before each look at a transcript: as a rule the emulator needs less, so that one look shows the end, and the
number of turns does not depend on how fast the machine is."""


def uploaded(file: str) -> Generator[Call | Say, Reply, str]:
    """Upload a file: its URL."""
    return str((yield Call("upload_file", file=file)).data["upload_url"])


def transcribed(audio_url: str, **options: Any) -> Part:
    """Order a transcript and look until it has ended."""
    made = yield Call("create_transcript", audio_url=audio_url, **options)
    yield Call("wait", seconds=_PAUSE_SECONDS)
    return (yield from ended(made.data["id"]))


def ended(transcript_id: str) -> Part:
    """Look at a transcript until it has ended."""
    while True:
        found: dict[str, Any] = (yield Call("get_transcript", transcript_id=transcript_id)).data
        if found["status"] in ENDED:
            return found
        yield Call("wait", seconds=_PAUSE_SECONDS)


def id_of(audio_url: str) -> Generator[Call | Say, Reply, str]:
    """Find a transcript's id in the list, by its address. For an upload, it is the newest."""
    listed = yield Call("list_transcripts")
    rows: list[dict[str, Any]] = listed.data["transcripts"]
    return next(str(row["id"]) for row in rows if audio_url in row["audio_url"])
