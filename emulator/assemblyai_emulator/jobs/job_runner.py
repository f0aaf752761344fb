"""Runs jobs: takes transcripts from queued to completed or error."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assemblyai_emulator.errors import MediaError, StorageError, WorkerDiedError
from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.jobs.download import download
from assemblyai_emulator.jobs.fair_queue import FairQueue
from assemblyai_emulator.jobs.job import AUDIO_IS_GONE, Job
from assemblyai_emulator.jobs.storage_waits import StorageWaits, given_up
from assemblyai_emulator.jobs.time_limit import TimeLimit
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.scenarios.scenario import HIDDEN_SPANS, PARAMETER
from assemblyai_emulator.store import failures, job_queue, timestamps, uploads
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.transcripts import Transcript

MOST_ATTEMPTS = 3
"""Attempts at one file. A worker that dies, or a server that is killed meanwhile, uses one up."""

_DOWNLOADS, _DOWNLOADS_PER_ACCOUNT = 16, 4
"""Downloads at the same time: a slow server holds up only the account that named it."""

_log = logging.getLogger(__name__)


class JobRunner:
    """Two queues of transcript ids: to download and to decode. The store is the source of truth.

    `announce` is called with the id of each transcript that has ended. While the disk is full or fails, jobs wait,
    and a result that cannot be stored is kept until it can. A job fails whose files did not fit for an hour. With
    `public_only`, audio is downloaded from the public internet only.
    """

    def __init__(
        self,
        database: Database,
        files: AudioFiles,
        workers: Sequence[WorkerProcess],
        announce: Callable[[str], None] | None = None,
        scenarios: Scenarios | None = None,
        *,
        ear: Ear,
        public_only: bool = False,
    ) -> None:
        self._database = database
        self._announce = announce
        self._scenarios = scenarios or Scenarios()
        self._ear = ear
        self._public_only = public_only
        self._files = files
        self._workers = workers
        self._to_download = FairQueue(_DOWNLOADS_PER_ACCOUNT)
        self._to_decode = FairQueue()
        self._progress: dict[str, float] = {}
        self._began: dict[str, int] = {}
        self._downloading: dict[str, asyncio.Task[None]] = {}
        self._decoding: dict[str, WorkerProcess] = {}
        self._waits = StorageWaits()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Resume unfinished jobs, then run new ones. Raises StorageError if the disk is full or fails."""
        await self._database.run(job_queue.requeue_interrupted)
        queued = await self._database.run(job_queue.queued)
        await self._database.run(uploads.delete_expired)
        kept = await self._database.run(uploads.all_ids)
        redacted = await self._database.run(job_queue.completed_ids, self._files.redacted_ids())
        media = {job for _, job, has_media in queued if has_media}
        await asyncio.to_thread(self._files.remove_orphans, kept, media, redacted)
        for account, transcript_id, has_media in queued:
            self.submit(account, transcript_id, has_media=has_media)
        self._tasks = [
            *(asyncio.create_task(self._run(self._to_download, self._download)) for _ in range(_DOWNLOADS)),
            *(asyncio.create_task(self._run(self._to_decode, self._decoder(one))) for one in self._workers),
        ]

    async def stop(self) -> None:
        """Stop all jobs. The unfinished ones are queued again, or are at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    def submit(self, account: str, transcript_id: str, *, has_media: bool) -> None:
        (self._to_decode if has_media else self._to_download).put(account, transcript_id)

    def progress(self, transcript_id: str) -> float | None:
        """The share of the audio decoded so far, 0 to 1. None unless a worker is decoding it."""
        return self._progress.get(transcript_id)

    def began(self, transcript_id: str) -> int | None:
        """When a worker began to decode it, in microseconds since 1970. None unless one does."""
        return self._began.get(transcript_id)

    @property
    def downloading(self) -> frozenset[str]:
        """The ids of the transcripts whose audio is being downloaded."""
        return frozenset(self._downloading)

    def cancel(self, transcript_id: str) -> None:
        """Drop a deleted transcript: it leaves the queue, or its download ends, or its worker is replaced."""
        self._to_download.remove(transcript_id)
        self._to_decode.remove(transcript_id)
        self._waits.forget(transcript_id)
        if fetching := self._downloading.get(transcript_id):
            fetching.cancel()
        if worker := self._decoding.get(transcript_id):
            worker.kill()

    async def _run(self, jobs: FairQueue, job: Callable[[str], Awaitable[None]]) -> None:
        while True:
            async with jobs.turn() as transcript_id:
                try:
                    await job(transcript_id)
                except Exception:  # noqa: BLE001 - an unexpected failure of one job must not stop all later jobs
                    await self._give_up(transcript_id)

    async def _give_up(self, transcript_id: str) -> None:
        """Called while an unexpected error is handled."""
        _log.exception("transcript %s failed unexpectedly", transcript_id)
        try:
            await self._fail(transcript_id, "The emulator failed on this file; its log on stderr says how.")
        except Exception:  # noqa: BLE001 - the loop that called this runs all later jobs
            _log.exception("transcript %s could not be marked as failed: a restart queues it", transcript_id)

    async def _download(self, transcript_id: str) -> None:
        transcript = await self._database.run_when_possible(job_queue.get_queued, transcript_id)
        if transcript is None:
            return
        try:
            if PARAMETER not in transcript.parameters:
                await self._fetch(transcript)
        except MediaError as error:
            await self._fail(transcript_id, str(error))
            return
        except StorageError as error:
            await self._submit_later(transcript, error, has_media=False)
            return
        if await self._database.run_when_possible(job_queue.mark_downloaded, transcript_id):
            self.submit(transcript.account, transcript_id, has_media=True)
        else:
            self._remove_audio(transcript_id)

    async def _fetch(self, transcript: Transcript) -> None:
        """Download the audio. Ends early if the transcript is deleted meanwhile."""
        target = self._files.media(transcript.id)
        fetching = asyncio.create_task(download(transcript.audio_url, target, public_only=self._public_only))
        self._downloading[transcript.id] = fetching
        try:
            await asyncio.wait([fetching])
        finally:
            del self._downloading[transcript.id]
            fetching.cancel()
            await asyncio.wait([fetching])
        if not fetching.cancelled():
            fetching.result()

    def _decoder(self, worker: WorkerProcess) -> Callable[[str], Awaitable[None]]:
        async def decode(transcript_id: str) -> None:
            transcript = await self._database.run_when_possible(job_queue.claim, transcript_id)
            if transcript is not None:
                await self._decode(transcript, worker)

        return decode

    async def _decode(self, transcript: Transcript, worker: WorkerProcess) -> None:
        self._progress[transcript.id] = 0.0
        self._began[transcript.id] = timestamps.now()
        try:
            await self._complete(transcript, await self._result(transcript, worker))
        except MediaError as error:
            await self._fail(transcript.id, str(error))
        except WorkerDiedError as error:
            await self._retry(transcript, error)
        except StorageError as error:
            await self._database.run_when_possible(job_queue.release, transcript.id)
            await self._submit_later(transcript, error, has_media=True)
        except asyncio.CancelledError:
            # If the disk is full, the next start queues it again.
            with contextlib.suppress(StorageError):
                await self._database.run(job_queue.release, transcript.id)
            raise
        finally:
            del self._progress[transcript.id], self._began[transcript.id]

    async def _result(self, transcript: Transcript, worker: WorkerProcess) -> str:
        media = self._files.media(transcript.id)
        try:
            with failures.reported(missing_is_failure=False):
                scripted = await asyncio.to_thread(self._scenarios.result, transcript, media)
                if scripted is None:
                    return await self._run_job(transcript, worker, self._job(transcript))
                spans = scripted.pop(HIDDEN_SPANS, None)
                if spans is not None:
                    job = replace(self._job(transcript), hidden_spans=spans)
                    scripted |= json.loads(await self._run_job(transcript, worker, job))
                return json.dumps(scripted)
        except FileNotFoundError:
            raise MediaError(AUDIO_IS_GONE) from None

    async def _run_job(self, transcript: Transcript, worker: WorkerProcess, job: Job) -> str:
        size = (await asyncio.to_thread(Path(job.path).stat)).st_size
        limit = TimeLimit(size, job.speaker_labels, large_model=self._ear.large)
        # Only now: a worker that is killed before or after would fail another job.
        self._decoding[transcript.id] = worker
        try:
            # It may have been deleted since it was claimed, when there was no worker to kill.
            if not await self._database.run_when_possible(job_queue.is_processing, transcript.id):
                raise MediaError(AUDIO_IS_GONE)
            return await worker.run(job, self._reporter(transcript.id), limit)
        finally:
            del self._decoding[transcript.id]

    async def _complete(self, transcript: Transcript, result: str) -> None:
        if not await self._database.run_when_possible(job_queue.complete, transcript.id, result):
            self._remove_redacted_copy(transcript.id)
        self._end(transcript.id)

    async def _retry(self, transcript: Transcript, error: WorkerDiedError) -> None:
        if transcript.attempts < MOST_ATTEMPTS:
            await self._database.run_when_possible(job_queue.retry, transcript.id)
            self.submit(transcript.account, transcript.id, has_media=True)
            return
        await self._fail(
            transcript.id,
            f"Transcription failed {transcript.attempts} times: {error} "
            "The file may be damaged: convert it to WAV or FLAC and try again.",
        )

    async def _submit_later(self, transcript: Transcript, error: StorageError, *, has_media: bool) -> None:
        """Queue a job again when the disk may have space. Or give it up, if its files have not fitted for long."""
        pause = self._waits.next_pause(transcript.id, error)
        if pause is None:
            await self._fail(transcript.id, given_up())
            return
        _log.warning("transcript %s is tried again in %s seconds: %s", transcript.id, pause, error)
        asyncio.get_running_loop().call_later(
            pause,
            lambda: self.submit(transcript.account, transcript.id, has_media=has_media),
        )

    async def _fail(self, transcript_id: str, error: str) -> None:
        self._remove_redacted_copy(transcript_id)
        await self._database.run_when_possible(job_queue.fail, transcript_id, error)
        self._end(transcript_id)

    def _end(self, transcript_id: str) -> None:
        self._waits.forget(transcript_id)
        self._remove_audio(transcript_id)
        if self._announce:
            self._announce(transcript_id)

    def _remove_audio(self, transcript_id: str) -> None:
        # What cannot be removed now is removed at the next start.
        with contextlib.suppress(OSError):
            self._files.remove_media(transcript_id)

    def _remove_redacted_copy(self, transcript_id: str) -> None:
        with contextlib.suppress(OSError):
            self._files.remove_redacted_copy(transcript_id)

    def _job(self, transcript: Transcript) -> Job:
        given = transcript.parameters
        quality = given.get("redact_pii_audio_quality", "mp3") if given.get("redact_pii_audio") else None
        target = self._files.new_redacted_copy(transcript.id, quality) if quality else None
        return Job.of(given, self._files.media(transcript.id), target, self._ear.longest_diarization_s)

    def _reporter(self, transcript_id: str) -> Callable[[float], None]:
        def report(share: float) -> None:
            # Channels take turns and are not equally far; progress must never go back.
            self._progress[transcript_id] = max(share, self._progress[transcript_id])

        return report
