import pytest
from tests.mcp_server.conftest import ERAS, KEY, http_client

from assemblyai_mcp.callers import bearer_of

OTHER = "sk-another-account"


async def read(client, transcript_id="t1"):
    return await client.call_tool("get_transcript", {"transcript_id": transcript_id})


@pytest.mark.parametrize("mode", ERAS)
async def test_a_request_with_a_key_of_its_own_is_made_for_that_account_alone(served, account, mode):
    with served() as url:
        async with http_client(url, mode, bearer=OTHER) as guest, http_client(url, mode) as owner:
            for client in (guest, owner, guest):
                assert not (await read(client)).is_error
    assert account.keys == [OTHER, KEY, OTHER]


@pytest.mark.parametrize("mode", ERAS)
async def test_a_server_without_a_key_says_how_to_bring_one(served, account, mode):
    with served(api_key=None) as url:
        async with http_client(url, mode) as client:
            result = await read(client)
    assert (result.is_error, account.asked) == (True, [])
    assert result.content[0].text == (
        "This request brought no AssemblyAI API key, and the server has none. The person who set up this connection "
        "must send their key with every request, as the header 'Authorization: Bearer KEY'."
    )


@pytest.mark.parametrize("mode", ERAS)
async def test_resources_and_completions_are_the_callers_too(served, account, mode):
    from mcp.types import ResourceTemplateReference  # noqa: PLC0415

    reference = ResourceTemplateReference(uri="assemblyai://transcripts/{transcript_id}/text")
    with served(api_key=None) as url:
        async with http_client(url, mode, bearer=OTHER) as client:
            await client.read_resource("assemblyai://transcripts/t1/text")
            found = await client.complete(reference, {"name": "transcript_id", "value": ""})
    assert found.completion.values == ["t1"]
    assert account.keys == [OTHER, OTHER]


async def test_a_caller_from_this_machine_may_use_the_allowed_files(served, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    with served() as url:
        async with http_client(url, bearer=OTHER) as client:
            result = await client.call_tool("upload_file", {"path": "a.wav"})
    assert "HTTP 404" in result.content[0].text, "the file was read; the stand-in has no upload"


async def test_a_stranger_with_a_key_of_their_own_reads_and_writes_no_files_here(served, account, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    # Whoever listens for others by name serves strangers, whatever the address it listens on.
    with served(api_key=None, allowed_hosts=("mcp.example.com",)) as url:
        async with http_client(url, bearer=OTHER) as client:
            uploaded = await client.call_tool("upload_file", {"path": str(tmp_path / "a.wav")})
            saved = await client.call_tool(
                "get_subtitles", {"transcript_id": "t1", "save_to": str(tmp_path / "new.srt")}
            )
    assert (uploaded.is_error, saved.is_error) == (True, True)
    assert uploaded.content[0].text.startswith(f"{tmp_path}/a.wav is outside the allowed folders.")
    assert not (tmp_path / "new.srt").exists()
    assert "POST" not in [method for _, method, _ in account.asked]


async def test_a_guests_key_is_kept_nowhere(served):
    import gc  # noqa: PLC0415

    from assemblyai_tools import AsyncClient  # noqa: PLC0415

    with served() as url:
        async with http_client(url, bearer=OTHER) as client:
            await read(client)
        gc.collect()
        left = [one for one in gc.get_objects() if isinstance(one, AsyncClient)]
        keys = {one.settings.api_key.get_secret_value() for one in left if one.settings.api_key}
    assert OTHER not in keys


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic abc", None),
        ("Bearer", None),
        ("Bearer  ", None),
        ("", None),
    ],
)
def test_a_bearer_token_is_taken_from_its_header(value, token):
    found = bearer_of({"authorization": value})
    assert (found.get_secret_value() if found else None) == token
