"""A disk that is full or read-only: requests are refused with the way out, and jobs wait until it has space again."""

import subprocess
import sys
from contextlib import asynccontextmanager

import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.jobs import storage_waits
from assemblyai_emulator.store import database

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch):
    monkeypatch.setattr(database, "_LONGEST_PAUSE", 0.01)
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(storage_waits, name, 0.01)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 4 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk))
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux may mount a file system; the other tests limit the database instead")
    yield disk
    subprocess.run(("umount", str(disk)), check=True)


@asynccontextmanager
async def read_only(client):
    run = client.app.state.services.database.run
    await run(lambda connection: connection.execute("PRAGMA query_only = 1") and None)
    yield
    await run(lambda connection: connection.execute("PRAGMA query_only = 0") and None)


def fill(disk) -> None:
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


def audio_files(folder) -> set[str]:
    return {
        path.name for path in folder.rglob("*") if path.is_file() and path.parent.name in {"uploads", "media"}
    }


async def test_a_database_that_cannot_be_written_refuses_requests_and_leaves_no_files(
    start, tmp_path, key, upload, hello, ended
):
    async with start(Settings(data_dir=tmp_path)) as client:
        url = await upload(client, key, hello.read_bytes())
        before = audio_files(tmp_path)
        async with read_only(client):
            replies = [
                await client.post("/v2/upload", content=b"sound", headers=key),
                await client.post("/v2/transcript", json={"audio_url": url}, headers=key),
                await client.get("/v3/token?expires_in_seconds=60", headers=key),
                await client.post(
                    "/lemur/v3/generate/task", json={"input_text": "Hi.", "prompt": "?"}, headers=key
                ),
            ]
            for reply in replies:
                assert reply.status_code == 503
                assert "then send the request again" in reply.json()["error"]
            assert (await client.get("/v2/transcript", headers=key)).json()["transcripts"] == []
        assert audio_files(tmp_path) == before
        reply = await client.post("/v2/transcript", json={"audio_url": url}, headers=key)
        assert (await ended(client, key, reply.json()["id"]))["status"] == "completed"


async def pieces():
    for _ in range(5):
        yield bytes(MEGABYTE)


@pytest.mark.parametrize("body", [lambda: bytes(5 * MEGABYTE), pieces], ids=["announced", "chunked"])
async def test_an_upload_that_does_not_fit_is_refused_and_the_next_one_is_stored(
    start, small_disk, key, upload, body
):
    async with start(Settings(data_dir=small_disk)) as client:
        reply = await client.post("/v2/upload", content=body(), headers=key)
        assert reply.status_code == 507
        assert "Free some space" in reply.json()["error"]
        assert audio_files(small_disk) == set()
        await upload(client, key, bytes(MEGABYTE))


async def test_jobs_of_a_full_disk_complete_when_there_is_space_and_none_fails(
    start, small_disk, key, upload, hello, ended
):
    async with start(Settings(data_dir=small_disk)) as client:
        url = await upload(client, key, hello.read_bytes())
        replies = [
            await client.post("/v2/transcript", json={"audio_url": url, "prompt": "x" * 1000}, headers=key)
            for _ in range(5)
        ]
        fill(small_disk)
        refused = 0
        while refused < 3:
            reply = await client.post("/v2/transcript", json={"audio_url": url}, headers=key)
            refused += reply.status_code == 507
            replies += [reply] if reply.status_code == 200 else []
        (small_disk / "filler").unlink()
        for reply in replies:
            assert (await ended(client, key, reply.json()["id"]))["status"] == "completed"


async def test_redacted_audio_that_does_not_fit_is_written_when_there_is_space(
    start, small_disk, key, upload, hello, ended, eventually, caplog
):
    redacted = {"redact_pii": True, "redact_pii_audio": True, "redact_pii_policies": ["person_name"]}
    async with start(Settings(data_dir=small_disk)) as client:
        url = await upload(client, key, hello.read_bytes())
        body = {"audio_url": url, "redact_pii_audio_quality": "wav", **redacted}
        reply = await client.post("/v2/transcript", json=body, headers=key)
        fill(small_disk)
        await eventually(lambda: "is tried again in" in caplog.text or "is full" in caplog.text)
        (small_disk / "filler").unlink()
        assert (await ended(client, key, reply.json()["id"]))["status"] == "completed"
        reply = await client.get(f"/v2/transcript/{reply.json()['id']}/redacted-audio", headers=key)
        assert reply.json()["status"] == "redacted_audio_ready"
    assert not list(small_disk.rglob("*.part"))


async def test_an_emulator_whose_disk_is_full_starts_when_there_is_space(
    start, small_disk, key, upload, hello, ended
):
    async with start(Settings(data_dir=small_disk)) as client:
        url = await upload(client, key, hello.read_bytes())
        transcript_id = (await client.post("/v2/transcript", json={"audio_url": url}, headers=key)).json()[
            "id"
        ]
    fill(small_disk)
    with pytest.raises(SetupError, match="disk"):
        await start(Settings(data_dir=small_disk)).__aenter__()
    (small_disk / "filler").unlink()
    async with start(Settings(data_dir=small_disk)) as client:
        assert (await ended(client, key, transcript_id))["status"] == "completed"
