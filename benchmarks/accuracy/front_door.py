"""An emulator as its clients see it: recordings go in over HTTP, and transcripts come out."""

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from assemblyai_tools import offline
from benchmarks.accuracy.recording import Recording

_POLL_SECONDS = 0.5
_REQUEST_SECONDS = 60
_BAD_REQUEST = 400


class RefusedError(Exception):
    """The emulator does not take the request. The text is its reason."""


@contextmanager
def emulator(arguments: Sequence[str]) -> Generator[httpx.Client]:
    """A client of an emulator that runs as a process of its own, with these options."""
    with (
        offline.emulator(arguments=arguments) as settings,
        httpx.Client(
            base_url=settings.base_url,
            headers={"Authorization": settings.require_key()},
            timeout=_REQUEST_SECONDS,
        ) as client,
    ):
        yield client


def transcripts(
    client: httpx.Client, recordings: Sequence[Recording], request: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The transcript of each recording, completed or failed. Raises RefusedError."""
    ids = [_create(client, recording, request) for recording in recordings]
    return [_ended(client, name) for name in ids]


def _create(client: httpx.Client, recording: Recording, request: Mapping[str, Any]) -> str:
    url: str = client.post("/v2/upload", content=recording.wav).raise_for_status().json()["upload_url"]
    reply = client.post("/v2/transcript", json={"audio_url": url, **request})
    if reply.status_code == _BAD_REQUEST:
        raise RefusedError(str(reply.json()["error"]))
    name: str = reply.raise_for_status().json()["id"]
    return name


def _ended(client: httpx.Client, name: str) -> dict[str, Any]:
    while True:
        transcript: dict[str, Any] = client.get(f"/v2/transcript/{name}").raise_for_status().json()
        if transcript["status"] in {"completed", "error"}:
            return transcript
        time.sleep(_POLL_SECONDS)
