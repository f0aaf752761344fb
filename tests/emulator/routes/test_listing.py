import pytest

BASE = "http://emulator.test/v2/transcript"


@pytest.fixture
async def made(client, key):
    """Three transcripts of files that cannot be downloaded. Returns their ids, oldest first."""
    return [
        (
            await client.post("/v2/transcript", json={"audio_url": f"http://127.0.0.1:9/{n}"}, headers=key)
        ).json()["id"]
        for n in range(3)
    ]


async def test_an_empty_list_has_no_other_pages(client, key):
    assert (await client.get("/v2/transcript", headers=key)).json() == {
        "page_details": {
            "limit": 10,
            "result_count": 0,
            "current_url": f"{BASE}?limit=10",
            "prev_url": None,
            "next_url": None,
        },
        "transcripts": [],
    }


async def test_items_have_the_documented_keys(client, key, made, ended):
    failed = await ended(client, key, made[0])
    listed = (await client.get("/v2/transcript", headers=key)).json()["transcripts"][-1]
    assert listed.pop("created") < listed.pop("completed")
    assert listed == {
        "id": made[0],
        "resource_url": f"{BASE}/{made[0]}",
        "status": "error",
        "audio_url": "http://127.0.0.1:9/0",
        "error": failed["error"],
    }


async def test_the_previous_page_is_the_older_one(client, key, made):
    first = (await client.get("/v2/transcript?limit=2", headers=key)).json()
    assert [row["id"] for row in first["transcripts"]] == [made[2], made[1]]
    assert first["page_details"] == {
        "limit": 2,
        "result_count": 2,
        "current_url": f"{BASE}?limit=2",
        "prev_url": f"{BASE}?limit=2&before_id={made[1]}",
        "next_url": f"{BASE}?limit=2&after_id={made[2]}",
    }
    older = (await client.get(first["page_details"]["prev_url"], headers=key)).json()
    assert [row["id"] for row in older["transcripts"]] == [made[0]]
    assert older["page_details"]["prev_url"] is None
    newer = (await client.get(older["page_details"]["next_url"], headers=key)).json()
    assert [row["id"] for row in newer["transcripts"]] == [made[2], made[1]]


async def test_page_urls_keep_the_filters(client, key, made, ended):
    for transcript_id in made:
        await ended(client, key, transcript_id)
    page = (await client.get("/v2/transcript?status=error&limit=1", headers=key)).json()["page_details"]
    assert page["prev_url"] == f"{BASE}?limit=1&status=error&before_id={made[2]}"


async def test_unknown_and_empty_parameters_are_ignored(client, key, made):
    path = "/v2/transcript?model_config=x&status=&limit=&created_on=&throttled_only=false"
    assert (await client.get(path, headers=key)).json()["page_details"]["result_count"] == 3


async def test_urls_are_on_the_host_that_the_client_used(client, key, made):
    reply = await client.get("/v2/transcript", headers={**key, "Host": "localhost:4321"})
    assert reply.json()["page_details"]["next_url"].startswith("http://localhost:4321/v2/transcript?")
    assert reply.json()["transcripts"][0]["resource_url"].startswith("http://localhost:4321/v2/transcript/")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "status=done", "created_on=today"])
async def test_an_invalid_value_is_refused_by_name(client, key, query):
    reply = await client.get(f"/v2/transcript?{query}", headers=key)
    assert reply.status_code == 400
    assert reply.json()["error"].startswith(query.partition("=")[0])


async def test_an_unknown_id_gets_the_apis_error(client, key):
    reply = await client.get("/v2/transcript?before_id=x", headers=key)
    assert (reply.status_code, reply.json()) == (
        400,
        {"error": "Transcript lookup error, transcript id not found"},
    )
