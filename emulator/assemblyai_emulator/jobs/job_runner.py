"""Runs jobs: takes transcripts from queued to completed or error."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from assemblyai_emulator.config import LONGEST_DIARIZATION_S
from assemblyai_emulator.errors import MediaError, WorkerDiedError
from assemblyai_emulator.jobs.download import download
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.scenarios.scenario import HIDDEN_SPANS, PARAMETER
from assemblyai_emulator.store import job_queue, uploads
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.transcripts import Transcript

MOST_ATTEMPTS = 3
"""Attempts at one file. A worker that dies, or a server that is killed meanwhile, uses one up."""

_DOWNLOADS = 4
"""Downloads at the same time."""

_log = logging.getLogger(__name__)


class JobRunner:
    """Two queues of transcript ids: to download and to decode. The store is the source of truth.

    `announce` is called with the id of each transcript that has ended.
    """

    def __init__(
        self,
        database: Database,
        files: AudioFiles,
        workers: Sequence[WorkerProcess],
        announce: Callable[[str], None] | None = None,
        scenarios: Scenarios | None = None,
        *,
        longest_diarization_s: int = LONGEST_DIARIZATION_S,
    ) -> None:
        self._database = database
        self._announce = announce
        self._scenarios = scenarios or Scenarios()
        self._longest_diarization_s = longest_diarization_s
        self._files = files
        self._workers = workers
        self._to_download: asyncio.Queue[str] = asyncio.Queue()
        self._to_decode: asyncio.Queue[str] = asyncio.Queue()
        self._progress: dict[str, float] = {}
        self._decoding: dict[str, WorkerProcess] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Resume unfinished jobs, then run new ones."""
        await self._database.run(job_queue.requeue_interrupted)
        queued = await self._database.run(job_queue.queued)
        await self._database.run(uploads.delete_expired)
        kept = await self._database.run(uploads.all_ids)
        redacted = await self._database.run(job_queue.completed_ids, self._files.redacted_ids())
        media = {job for job, has_media in queued if has_media}
        await asyncio.to_thread(self._files.remove_orphans, kept, media, redacted)
        for transcript_id, has_media in queued:
            self.submit(transcript_id, has_media=has_media)
        self._tasks = [
            *(asyncio.create_task(self._run(self._to_download, self._download)) for _ in range(_DOWNLOADS)),
            *(asyncio.create_task(self._run(self._to_decode, self._decoder(one))) for one in self._workers),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._workers:
            await worker.stop()

    def submit(self, transcript_id: str, *, has_media: bool) -> None:
        (self._to_decode if has_media else self._to_download).put_nowait(transcript_id)

    def progress(self, transcript_id: str) -> float | None:
        """The share of the audio decoded so far, 0 to 1. None unless a worker is decoding it."""
        return self._progress.get(transcript_id)

    def cancel(self, transcript_id: str) -> None:
        """Stop decoding a deleted transcript. Its worker is killed and replaced."""
        if worker := self._decoding.get(transcript_id):
            worker.kill()

    async def _run(self, ids: asyncio.Queue[str], job: Callable[[str], Awaitable[None]]) -> None:
        while True:
            transcript_id = await ids.get()
            try:
                await job(transcript_id)
            except Exception:  # noqa: BLE001 - see below
                # An unexpected failure of one job, such as a full disk, must not stop all later jobs.
                _log.exception("transcript %s failed unexpectedly", transcript_id)
                await self._fail(
                    transcript_id, "The emulator failed on this file; its log on stderr says how."
                )

    async def _download(self, transcript_id: str) -> None:
        transcript = await self._database.run(job_queue.get_queued, transcript_id)
        if transcript is None:
            return
        try:
            if PARAMETER not in transcript.parameters:
                await download(transcript.audio_url, self._files.media(transcript_id))
        except MediaError as error:
            await self._fail(transcript_id, str(error))
            return
        if await self._database.run(job_queue.mark_downloaded, transcript_id):
            self.submit(transcript_id, has_media=True)
        else:
            self._files.remove_media(transcript_id)

    def _decoder(self, worker: WorkerProcess) -> Callable[[str], Awaitable[None]]:
        async def decode(transcript_id: str) -> None:
            transcript = await self._database.run(job_queue.claim, transcript_id)
            if transcript is not None:
                await self._decode(transcript, worker)

        return decode

    async def _decode(self, transcript: Transcript, worker: WorkerProcess) -> None:
        self._progress[transcript.id] = 0.0
        self._decoding[transcript.id] = worker
        try:
            result = await self._result(transcript, worker)
        except MediaError as error:
            await self._fail(transcript.id, str(error))
        except WorkerDiedError as error:
            await self._retry(transcript, error)
        except asyncio.CancelledError:
            await self._database.run(job_queue.release, transcript.id)
            raise
        else:
            if not await self._database.run(job_queue.complete, transcript.id, result):
                self._files.remove_redacted_copy(transcript.id)
            self._end(transcript.id)
        finally:
            del self._progress[transcript.id], self._decoding[transcript.id]

    async def _result(self, transcript: Transcript, worker: WorkerProcess) -> str:
        media = self._files.media(transcript.id)
        scripted = await asyncio.to_thread(self._scenarios.result, transcript, media)
        if scripted is not None:
            spans = scripted.pop(HIDDEN_SPANS, None)
            if spans is not None:
                job = replace(self._job(transcript), hidden_spans=spans)
                scripted |= json.loads(await worker.run(job, self._reporter(transcript.id)))
            return json.dumps(scripted)
        return await worker.run(self._job(transcript), self._reporter(transcript.id))

    async def _retry(self, transcript: Transcript, error: WorkerDiedError) -> None:
        if transcript.attempts < MOST_ATTEMPTS:
            await self._database.run(job_queue.retry, transcript.id)
            self.submit(transcript.id, has_media=True)
            return
        await self._fail(
            transcript.id,
            f"Transcription failed {transcript.attempts} times: {error} "
            "The file may be damaged: convert it to WAV or FLAC and try again.",
        )

    async def _fail(self, transcript_id: str, error: str) -> None:
        self._files.remove_redacted_copy(transcript_id)
        await self._database.run(job_queue.fail, transcript_id, error)
        self._end(transcript_id)

    def _end(self, transcript_id: str) -> None:
        self._files.remove_media(transcript_id)
        if self._announce:
            self._announce(transcript_id)

    def _job(self, transcript: Transcript) -> Job:
        given = transcript.parameters
        quality = given.get("redact_pii_audio_quality", "mp3") if given.get("redact_pii_audio") else None
        target = self._files.new_redacted_copy(transcript.id, quality) if quality else None
        return Job.of(given, self._files.media(transcript.id), target, self._longest_diarization_s)

    def _reporter(self, transcript_id: str) -> Callable[[float], None]:
        def report(share: float) -> None:
            # Channels take turns and are not equally far; progress must never go back.
            self._progress[transcript_id] = max(share, self._progress[transcript_id])

        return report
