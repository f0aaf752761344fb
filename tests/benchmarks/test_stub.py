"""The stub is a service in a process of its own; these talk to it as the measured clients do."""

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from benchmarks import child
from benchmarks.stub.faults import Faults
from pydantic import SecretStr

from assemblyai_tools import Client, Settings, transcribe, upload_file


@pytest.fixture(scope="module")
def url():
    with child.stub() as address:
        yield address


def settings_for(url, key, folder=None):
    return Settings(api_key=key, base_url=url, allowed_dirs=(folder,) if folder else ())


def report(url, key):
    return httpx.get(f"{url}/stub", headers={"Authorization": key}).json()


@pytest.fixture
def secret():
    return SecretStr("someone")


def test_a_job_ends_after_the_seconds_that_its_address_names_and_every_request_is_counted(url, secret):
    with Client(settings_for(url, secret)) as client:
        view = client.run(transcribe(audio="https://audio.test/7/0.2.mp3", wait_seconds=30))
    seen = report(url, "someone")
    assert (view.status, view.lines[0].text.split()[0]) == ("completed", "word")
    assert seen["requests"] == {"create": 1, "read": 1}
    job = seen["jobs"][view.id]
    assert (job["audio_url"], job["seconds"]) == ("https://audio.test/7/0.2.mp3", 0.2)
    assert [at >= job["ends"] for at in job["reads"]] == [True]


def test_an_upload_is_taken_with_a_length_or_in_chunks(url, secret, tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(3_000_000))
    with Client(settings_for(url, secret, tmp_path)) as client:
        assert client.run(upload_file(path=f"{tmp_path}/a.bin")).upload_url == "https://audio.test/2.mp3"
    reply = httpx.post(f"{url}/v2/upload", content=iter([b"one", b"two"]))
    assert reply.json() == {"upload_url": "https://audio.test/2.mp3"}


def test_the_list_is_newest_first_and_pages_are_found_by_id(url):
    with httpx.Client(base_url=url, headers={"Authorization": "lister"}) as http:
        made = [
            http.post("/v2/transcript", json={"audio_url": f"https://audio.test/{n}/0.mp3"}).json()["id"]
            for n in range(5)
        ]
        first = http.get("/v2/transcript", params={"limit": 2}).json()["transcripts"]
        older = http.get("/v2/transcript", params={"limit": 9, "before_id": first[-1]["id"]}).json()
    assert [row["id"] for row in [*first, *older["transcripts"]]] == made[::-1]
    assert httpx.get(f"{url}/v2/transcript/unknown").status_code == 404


def test_faults_of_a_seed_are_the_same_in_every_run_and_of_three_kinds():
    def drawn(seed):
        faults = Faults(0.02, seed)
        return [faults.next() for _ in range(5_000)]

    assert drawn(1) == drawn(1) != drawn(2)
    failed = [fault for fault in drawn(1) if fault]
    assert 60 < len(failed) < 140
    assert {failed.count(kind) for kind in ("503", "429", "reset")} <= {
        len(failed) // 3,
        len(failed) // 3 + 1,
    }


@pytest.mark.parametrize("side", ["many_ours", "many_webhook"])
def test_a_side_reports_when_its_jobs_were_returned(url, side):
    measured = child.run(side, url=url, key=side, seconds=[0.0, 0.1])
    jobs = report(url, side)["jobs"]
    assert measured["failed"] == {}
    assert measured["returned"].keys() == jobs.keys()
    assert all(measured["returned"][name] >= job["ends"] for name, job in jobs.items())
    assert measured["peak_mb"] > 10
    json.dumps(measured)


def test_latency_is_an_option_and_keeps_back_no_report():
    with child.stub(latency=3_600.0) as address:
        host, port = urlsplit(address).netloc.split(":")
        with socket.create_connection((host, int(port))) as late:
            late.sendall(b"GET /v2/transcript HTTP/1.1\r\nAuthorization: k\r\n\r\n")
            assert any(report(address, "k")["requests"] for _ in range(1_000))
            late.setblocking(False)
            with pytest.raises(BlockingIOError):
                late.recv(1)


def test_which_requests_fail_is_an_option():
    def outcome(address):
        try:
            return httpx.get(f"{address}/v2/transcript").status_code
        except httpx.TransportError:
            return "reset"

    with child.stub(faults=0.5, seed=3) as address:
        seen = [str(outcome(address)) for _ in range(12)]
    faults = Faults(0.5, 3)
    assert seen == [faults.next() or "200" for _ in range(12)]
