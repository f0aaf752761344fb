"""The stub behaves like the service, also where it is slow or fails."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest
from benchmarks import child
from benchmarks.stub.network import Delay, Faults
from pydantic import SecretStr

from assemblyai_tools import Client, Settings, transcribe


def report(url, key):
    return httpx.get(f"{url}/stub", headers={"Authorization": key}).json()


@pytest.fixture(scope="module")
def url():
    with child.stub() as address:
        yield address


def test_a_job_ends_after_the_seconds_in_its_address_and_every_request_is_counted(url):
    with Client(Settings(api_key=SecretStr("k"), base_url=url)) as client:
        view = client.run(transcribe(audio="https://audio.test/7/0.2.mp3", wait_seconds=30))
    seen = report(url, "k")
    assert (view.status, view.lines[0].text.split()[0]) == ("completed", "word")
    assert seen["requests"] == {"create": 1, "read": 1}
    job = seen["jobs"][view.id]
    assert (job["audio_url"], job["seconds"]) == ("https://audio.test/7/0.2.mp3", 0.2)
    assert [at >= job["ends"] for at in job["reads"]] == [True]


def test_an_upload_may_come_in_chunks(url):
    reply = httpx.post(f"{url}/v2/upload", content=iter([b"one", b"two"]))
    assert reply.json() == {"upload_url": "https://audio.test/1/2.mp3"}


def test_the_list_is_newest_first_and_its_pages_begin_after_an_id(url):
    with httpx.Client(base_url=url, headers={"Authorization": "lister"}) as http:
        made = [
            http.post("/v2/transcript", json={"audio_url": f"https://audio.test/{n}/0.mp3"}).json()["id"]
            for n in range(5)
        ]
        first = http.get("/v2/transcript", params={"limit": 2}).json()["transcripts"]
        older = http.get("/v2/transcript", params={"limit": 9, "before_id": first[-1]["id"]}).json()
    assert [row["id"] for row in [*first, *older["transcripts"]]] == made[::-1]
    assert httpx.get(f"{url}/v2/transcript/unknown").status_code == 404


def test_a_given_reply_answers_every_read(tmp_path):
    reply = tmp_path / "reply.json"
    reply.write_bytes(b'{"id": "t"}')
    with child.stub(reply=reply) as address:
        assert httpx.get(f"{address}/v2/transcript/any").json() == {"id": "t"}


def test_a_seed_fails_the_same_requests_in_every_run_in_three_ways_by_turns():
    def drawn(seed):
        faults = Faults(0.02, seed)
        return [faults.next() for _ in range(5_000)]

    assert drawn(1) == drawn(1) != drawn(2)
    failed = [fault for fault in drawn(1) if fault]
    assert 60 < len(failed) < 140
    assert {failed.count(kind) - len(failed) // 3 for kind in ("503", "429", "reset")} <= {0, 1}


def test_requests_fail_as_they_were_drawn():
    def outcome(address):
        try:
            return str(httpx.get(f"{address}/v2/transcript").status_code)
        except httpx.TransportError:
            return "reset"

    with child.stub(faults=0.5, seed=3) as address:
        seen = [outcome(address) for _ in range(12)]
    faults = Faults(0.5, 3)
    assert seen == [faults.next() or "200" for _ in range(12)]


def test_a_late_answer_delays_neither_the_work_nor_the_report():
    with child.stub(latency=3_600.0) as address:
        host, port = urlsplit(address).netloc.split(":")
        with socket.create_connection((host, int(port))) as late:
            late.sendall(b"GET /v2/transcript HTTP/1.1\r\nAuthorization: k\r\n\r\n")
            assert any(report(address, "k")["requests"] for _ in range(1_000))
            late.setblocking(False)
            with pytest.raises(BlockingIOError):
                late.recv(1)


class Loop:
    """An event loop whose time stands still."""

    def __init__(self):
        self.timers = []

    def time(self):
        return 100.0

    def call_later(self, seconds, call):
        self.timers.append((seconds, call))


def test_answers_of_one_connection_are_late_and_in_order_even_if_one_is_to_be_sent_at_once():
    loop, sent = Loop(), []
    delay = Delay(0.1, loop)
    for number in range(3):
        delay.send(lambda number=number: sent.append(number), at_once=number == 2)
    assert (sent, [seconds for seconds, _ in loop.timers]) == ([], [pytest.approx(0.1)] * 3)
    for _, call in reversed(loop.timers):
        call()
    assert sent == [0, 1, 2]
