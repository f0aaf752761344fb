"""With --public-audio-only, nothing on this machine or in its network is called."""

import anyio
import httpx
import pytest
from tests.emulator.jobs.test_download import moved, ok, serving

from assemblyai_emulator import outgoing
from assemblyai_emulator.app import create_app
from assemblyai_emulator.config import Settings
from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.jobs.download import download
from assemblyai_emulator.public_addresses import NotPublicError, PublicTransport, is_public, resolved

NOT_PUBLIC = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.19.255.255",
    "198.51.100.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::8.8.8.8",
    "2001::1",
    "2001:1::1",
    "2001:2::1",
    "2001:4:112::1",
    "2001:10::1",
    "2001:20::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "100::1",
]
PUBLIC = [
    "192.0.1.1",
    "192.88.98.1",
    "198.20.0.1",
    "2001:200::1",
    "93.184.215.14",
    "8.8.8.8",
    "1.1.1.1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_strangers_cannot_reach_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_on_the_internet_is_public(address):
    assert is_public(address)


class Names:
    """A resolver, and the requests that arrive at the addresses it gives."""

    def __init__(self, *answers, unreachable=()):
        self._answers, self._unreachable = list(answers), unreachable
        self.requests = []

    async def resolve(self, host, port):
        self.asked = host, port
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def answer(self, request):
        self.requests.append(request)
        if request.url.host in self._unreachable:
            raise httpx.ConnectError("unreachable")
        return httpx.Response(200, text="sound")

    async def get(self, url, **options):
        transport = PublicTransport(httpx.MockTransport(self.answer), self.resolve)
        async with httpx.AsyncClient(transport=transport, **options) as client:
            return await client.get(url)


async def test_the_address_that_was_checked_is_the_one_that_is_called():
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    reply = await names.get("https://audio.test:444/a.mp3")
    (sent,) = names.requests
    assert names.asked == ("audio.test", 444)
    assert str(sent.url) == "https://93.184.215.14:444/a.mp3"
    assert sent.headers["host"] == "audio.test:444"
    assert sent.extensions["sni_hostname"] == "audio.test"
    assert str(reply.url) == "https://audio.test:444/a.mp3"


async def test_an_address_that_does_not_answer_is_followed_by_the_next():
    names = Names(["2606:4700::1", "93.184.215.14"], unreachable=("2606:4700::1",))
    assert (await names.get("http://audio.test/")).text == "sound"
    assert [one.url.host for one in names.requests] == ["2606:4700::1", "93.184.215.14"]


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], []])
async def test_a_name_of_an_address_that_is_not_public_is_refused(addresses):
    names = Names(addresses)
    with pytest.raises(NotPublicError, match=r"^audio\.test is not a public address$"):
        await names.get("http://audio.test/")
    assert not names.requests


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
async def test_a_name_that_has_no_address_cannot_be_called(error):
    with pytest.raises(httpx.ConnectError):
        await Names(error).get("http://audio.test/")


async def test_each_redirect_is_checked_anew():
    class Redirecting(Names):
        def answer(self, request):
            self.requests.append(request)
            return httpx.Response(302, headers={"location": "http://metadata.test/"})

    names = Redirecting(["93.184.215.14"], ["169.254.169.254"])
    with pytest.raises(NotPublicError, match=r"metadata\.test"):
        await names.get("http://audio.test/", follow_redirects=True)
    assert len(names.requests) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "0.0.0.0"]
)
async def test_this_machine_is_refused_however_it_is_written(tmp_path, host):
    with pytest.raises(MediaError, match="is not a public address, and this emulator was started with"):
        await download(f"http://{host}:9/a.mp3", tmp_path / "a", public_only=True)
    assert not list(tmp_path.iterdir())


async def test_a_server_on_this_machine_gets_no_request(tmp_path):
    asked = []
    async with serving(ok(b"secret"), moved("/b")) as address:
        with pytest.raises(MediaError) as failed:
            await download(f"{address}/a", tmp_path / "a", public_only=True)
        asked = await (httpx.AsyncClient(trust_env=False)).get(f"{address}/a")
    assert asked.text == "secret", "the first reply was still unused"
    assert str(failed.value) == (
        f"Download error, unable to download {address}/a: 127.0.0.1 is not a public address, and this emulator was "
        "started with --public-audio-only. Upload the file instead (POST /v2/upload)."
    )


async def test_what_httpx_cannot_use_of_the_environment_does_not_count(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/missing")
    async with outgoing.client_for("http://127.0.0.1/", public_only=True) as client:
        with pytest.raises(NotPublicError):
            await client.get("http://127.0.0.1/")


async def test_the_system_is_asked_for_the_addresses_of_a_name():
    assert set(await resolved("127.0.0.1", 80)) == {"127.0.0.1"}


async def test_an_upload_is_transcribed_and_an_address_on_this_machine_ends_the_job(start, tmp_path, hello):
    async with start(Settings(tmp_path, public_audio_only=True)) as client, serving(ok(b"secret")) as address:
        key = {"authorization": "k-public"}
        uploaded = (await client.post("/v2/upload", content=hello.read_bytes(), headers=key)).json()[
            "upload_url"
        ]
        ends = []
        for url in (uploaded, f"{address}/a.wav"):
            job = (await client.post("/v2/transcript", json={"audio_url": url}, headers=key)).json()
            ends.append(await _ended(client, job["id"], key))
    assert [one["status"] for one in ends] == ["completed", "error"]
    assert "--public-audio-only" in ends[1]["error"]


@pytest.mark.parametrize("public_only", [True, False])
async def test_a_job_whose_webhook_is_on_this_machine_is_refused_when_it_is_made(
    start, tmp_path, public_only
):
    body = {"audio_url": "http://127.0.0.1:9/a.wav", "webhook_url": "http://127.0.0.1:9/hook?token=sesame"}
    key = {"authorization": "k-public"}
    async with start(Settings(tmp_path, public_audio_only=public_only)) as client:
        reply = await client.post("/v2/transcript", json=body, headers=key)
        jobs = (await client.get("/v2/transcript", headers=key)).json()["transcripts"]
    assert (reply.status_code, len(jobs)) == ((400, 0) if public_only else (200, 1))
    if public_only:
        assert reply.json()["error"] == (
            "webhook_url cannot be notified: 127.0.0.1 is not a public address, and this emulator was started with "
            "--public-audio-only. Leave it out and poll, or give a public one."
        )


async def _ended(client, transcript_id, key):
    with anyio.fail_after(60):
        while True:
            found = (await client.get(f"/v2/transcript/{transcript_id}", headers=key)).json()
            if found["status"] in ("completed", "error"):
                return found
            await anyio.sleep(0.05)


def test_without_the_flag_everything_is_fetched():
    assert Settings(None).public_audio_only is False
    assert create_app(Settings(None))
