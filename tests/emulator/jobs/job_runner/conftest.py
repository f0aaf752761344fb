"""A job runner on a database and files of its own, and jobs for it."""

import uuid

import anyio
import pytest
from tests.emulator.ears import ENGLISH

from assemblyai_emulator.jobs.job_runner import JobRunner
from assemblyai_emulator.jobs.worker_process import WorkerProcess
from assemblyai_emulator.store import timestamps, transcripts
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.database import Database
from assemblyai_emulator.store.transcripts import Transcript


@pytest.fixture
async def store(tmp_path):
    database, files = Database(tmp_path / "test.sqlite3"), AudioFiles(tmp_path)
    files.create_folders()
    await database.open()
    yield database, files
    await database.close()


@pytest.fixture
def add(store):
    database, files = store

    async def adding(account="me", audio_url="http://x", *, has_media=True, **parameters) -> str:
        transcript_id = str(uuid.uuid4())
        if has_media:
            files.media(transcript_id).write_bytes(b"sound")
        transcript = Transcript(
            transcript_id, account, timestamps.now(), audio_url, parameters, has_media=has_media
        )
        await database.run(transcripts.insert, transcript)
        return transcript_id

    return adding


@pytest.fixture
def until(store):
    async def waiting(transcript_id: str, *statuses: str, account: str = "me") -> Transcript:
        with anyio.fail_after(20):
            while True:
                transcript = await store[0].run(transcripts.get, account, transcript_id)
                if transcript.status in statuses:
                    return transcript
                await anyio.sleep(0.005)

    return waiting


@pytest.fixture
async def start(store):
    started: list[JobRunner] = []

    async def starting(*workers: WorkerProcess) -> JobRunner:
        jobs = JobRunner(*store, workers, ear=ENGLISH)
        started.append(jobs)
        await jobs.start()
        return jobs

    yield starting
    for jobs in started:
        await jobs.stop()
