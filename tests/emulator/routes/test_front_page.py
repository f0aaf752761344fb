"""A person who opens the emulator's address learns what it is and how a program uses it."""

import pytest


async def test_the_root_says_in_plain_text_what_this_is_and_how_to_use_it(client):
    reply = await client.get("/")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert reply.text.startswith("This is assemblyai-emulator: AssemblyAI's API on this machine")
    assert f"ASSEMBLYAI_BASE_URL={str(client.base_url).rstrip('/')} and" in reply.text
    assert (await client.head("/")).status_code == 200


async def test_a_browser_gets_it_as_a_page(client):
    reply = await client.get("/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.text.startswith("<!doctype html>\n<title>assemblyai-emulator</title>\n<p>This is")


@pytest.mark.parametrize("host", ["<b>", "[::", "a b", ""])
async def test_a_strangers_host_header_is_only_text_in_it(client, host):
    reply = await client.get("/", headers={"Accept": "text/html", "Host": host})
    assert reply.status_code == 200
    assert "<b>" not in reply.text
