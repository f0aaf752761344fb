"""The page is for a browser on this machine that shows the page itself, and for nobody else."""

import httpx
import pytest

ROUTES = [
    ("GET", "/_page/files/main.js"),
    ("GET", "/_page/setup"),
    ("GET", "/_page/recordings"),
    ("POST", "/_page/recordings"),
    ("POST", "/_page/uploads"),
    ("GET", "/_page/recordings/x"),
    ("GET", "/_page/recordings/x/audio"),
]
HOST = "http://127.0.0.1:8787"


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    "address", ["192.168.1.7", "8.8.8.8", "2001:db8::1", "::ffff:10.0.0.1", "testclient", ""]
)
async def test_other_machines_are_refused(client, visit, method, path, address):
    async with visit(client, address=address, Origin=HOST) as stranger:
        reply = await stranger.request(method, path)
    assert (reply.status_code, reply.text) == (
        403,
        "The emulator's page answers browsers on its own machine only.",
    )


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8787",
        "127.0.0.1.evil.example",
        "evil.example@127.0.0.1",
        "localhost.evil.example",
        "10.0.0.1",
        "x",
    ],
)
async def test_a_site_whose_name_leads_here_is_refused(client, visit, method, path, host):
    async with visit(client, Host=host, Origin=f"http://{host}") as rebound:
        reply = await rebound.request(method, path)
    assert reply.status_code == 403
    assert "is at http://127.0.0.1 or http://localhost" in reply.text


@pytest.mark.parametrize("host", ["127.0.0.1:8787", "localhost:9000", "LOCALHOST", "[::1]:8787", "127.1.2.3"])
@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
async def test_every_name_of_this_machine_is_its_own(client, visit, host, address):
    async with visit(client, address=address, Host=host) as visitor:
        assert (await visitor.get("/_page/recordings")).status_code == 200


@pytest.mark.parametrize(
    "header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"]
)
async def test_whoever_comes_through_a_proxy_is_refused(client, visit, header):
    async with visit(client, **{header: "127.0.0.1"}) as hidden:
        reply = await hidden.get("/_page/recordings")
    assert (reply.status_code, "through a proxy" in reply.text) == (403, True)


@pytest.mark.parametrize("path", ["/_page/uploads", "/_page/recordings"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1:3000",
        "http://localhost:8787",
        "https://127.0.0.1:8787",
        "null",
    ],
)
async def test_another_site_cannot_add_a_recording(client, visit, seen, path, origin):
    async with visit(client, Origin=origin) as site:
        reply = await site.post(path, content=b'{"audio_url": "http://127.0.0.1:9/csrf.mp3"}')
        listed = (await site.get("/_page/recordings")).text
    assert (reply.status_code, reply.text) == (403, "The emulator's page takes no requests from other sites.")
    assert "csrf.mp3" not in listed


async def test_nothing_is_added_without_an_origin(client, visit):
    async with visit(client) as program:
        assert (await program.post("/_page/uploads", content=b"sound")).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "path", ["recordings", "setup", "files/main.js", "recordings/x", "recordings/x/audio"]
)
async def test_another_site_reads_nothing(client, visit, site, path):
    """Another port of this machine is the same site."""
    async with visit(client, **{"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "audio"}) as visitor:
        assert (await visitor.get(f"/_page/{path}")).status_code == 403


async def test_a_link_from_elsewhere_opens_a_recording_in_a_tab(client, visit, finished):
    async with visit(client, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}) as visitor:
        reply = await visitor.get(f"/_page/recordings/{finished['id']}")
    assert reply.status_code == 200
    assert reply.headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/", "/_page/recordings", "/_page/recordings/x", "/_page/setup", "/_page/files/x"]
)
async def test_no_reply_is_framed_sniffed_kept_or_told_to_others(browser, path):
    reply = await browser.get(path)
    headers = reply.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


async def test_a_refusal_says_no_more_to_a_site_than_to_anybody(client, visit):
    async with visit(client, Host="evil.example") as rebound:
        reply: httpx.Response = await rebound.get("/_page/recordings")
    assert reply.headers["x-frame-options"] == "DENY"
    assert reply.headers["content-type"].startswith("text/plain")
