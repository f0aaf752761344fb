"""The world of a job: it is set up before, and read at the end."""

import asyncio
import tempfile
import uuid
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Settings, TranscriptionFailedError, transcribe
from assemblyai_tools.waiting.watch import ENDED
from evals.jobs.job import Job
from evals.recordings import Recording
from evals.world.end_state import EndState
from evals.world.person import Person
from evals.world.wire import Wire

_POLL_SECONDS = 0.02
"""Seconds between two looks at a transcript that is being set up."""


@dataclass
class World:
    """What the tools of a job work on."""

    job: Job
    folder: Path
    wire: Wire
    client: AsyncClient
    """A client with this job's account. Its ledger remembers what was transcribed before."""
    http: httpx.AsyncClient
    """For requests of the same account without our client."""
    person: Person
    earlier: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def answers(self) -> list[str]:
        """The model's answers to the person, one for each turn."""
        return self.person.answers

    async def end_state(self) -> EndState:
        """The state as it is now."""
        exchanges = [*self.wire.exchanges]
        listed = await self._get("/v2/transcript", limit="200")
        ids: list[str] = [one["id"] for one in listed["transcripts"]]
        before = {recording.where for recording in self.job.files}
        transcripts = {one: await self._get(f"/v2/transcript/{one}") for one in ids}
        redacted = [one for one, found in transcripts.items() if found.get("redact_pii_audio")]
        requests = {one.reply["request_id"] for one in exchanges if "request_id" in one.reply}
        return EndState(
            earlier=self.earlier,
            transcripts=transcripts,
            files={file.name: file.read_bytes() for file in self.folder.iterdir() if file.name not in before},
            exchanges=exchanges,
            asked=self.person.asked,
            answers=self.answers,
            kept_requests=[one for one in sorted(requests) if await self._get(f"/lemur/v3/{one}")],
            redacted_audio={one: audio for one in redacted if (audio := await self._redacted_audio(one))},
        )

    async def prepare(self) -> None:
        """Write the job's files, and make its earlier transcripts."""
        for recording in self.job.files:
            with (self.folder / recording.where).open("wb") as file:
                file.write(recording.content)
                if recording.size:
                    file.truncate(recording.size)  # a sparse file, which takes no place on the disk
        for recording in self.job.earlier:
            self.earlier[recording.where] = await self._transcribed(recording)
        self.wire.watch(self.job.faults)

    async def _transcribed(self, recording: Recording) -> str:
        try:
            made = (await self.client.run(transcribe(audio=recording.where, wait_seconds=0))).id
        except TranscriptionFailedError as error:  # some recordings are meant to fail
            made = str(error.transcript_id)
        state = ""
        while state not in ENDED:
            await asyncio.sleep(_POLL_SECONDS)
            state = (await self._get(f"/v2/transcript/{made}"))["status"]
        return made

    async def _redacted_audio(self, transcript_id: str) -> bytes:
        """The bytes that the service gives; none if it has none."""
        made = await self._get(f"/v2/transcript/{transcript_id}/redacted-audio")
        reply = await self.http.get(made["redacted_audio_url"]) if made else None
        return reply.content if reply and reply.is_success else b""

    async def _get(self, path: str, **query: str) -> dict[str, Any]:
        """The reply of the service; empty if it refuses."""
        reply = await self.http.get(path, params=query)
        found: dict[str, Any] = reply.json() if reply.is_success else {}
        return found


@contextmanager
def _new_folder() -> Generator[Path]:
    with tempfile.TemporaryDirectory(prefix="eval-") as name:
        yield Path(name).resolve()


@asynccontextmanager
async def world(job: Job, service: Settings) -> AsyncGenerator[World]:
    """A world for this job alone, at the emulator that `service` names; afterwards its folder is deleted."""
    wire, key = Wire(), uuid.uuid4().hex
    with _new_folder() as folder:
        settings = replace(service, api_key=SecretStr(key), allowed_dirs=(folder,))
        address = httpx.URL(service.base_url)
        async with (
            AsyncClient(settings, transport=wire) as client,
            httpx.AsyncClient(
                transport=wire, base_url=address, headers={"Authorization": key}, timeout=60
            ) as http,
        ):
            found = World(job, folder, wire, client, http, Person(agrees=job.person_agrees))
            await found.prepare()
            yield found
