"""With --api-key the page shows nothing without such a key, and only what was made with it."""

import pytest

from assemblyai_emulator.config import Settings
from assemblyai_emulator.front import passes

KEYS = {"mine": {"Authorization": "mine-0001"}, "theirs": {"Authorization": "theirs-002"}}


@pytest.fixture(scope="module")
async def locked(start, tmp_path_factory):
    keys = tuple(header["Authorization"] for header in KEYS.values())
    async with start(Settings(data_dir=tmp_path_factory.mktemp("locked"), api_keys=keys)) as running:
        yield running


@pytest.fixture(scope="module")
async def visitor(locked, visit):
    async with visit(locked, Accept="text/html", Origin="http://127.0.0.1:8787") as visiting:
        yield visiting


@pytest.fixture(scope="module")
async def done(locked, transcribe, hello):
    return await transcribe(locked, KEYS["mine"], hello.read_bytes())


@pytest.mark.parametrize("headers", [{}, {"Authorization": "any"}, {"Authorization": "Bearer mine-0001"}])
async def test_nothing_is_listed_or_added_without_a_key(visitor, done, headers):
    for method, path in (("GET", "recordings"), ("POST", "recordings"), ("POST", "uploads")):
        assert (await visitor.request(method, f"/_page/{path}", headers=headers)).status_code == 401


async def test_the_page_itself_says_that_a_key_is_needed_and_no_key(visitor):
    page, setup = await visitor.get("/"), await visitor.get("/_page/setup")
    assert (page.status_code, setup.json()["key_needed"]) == (200, True)
    assert not any(key["Authorization"] in page.text + setup.text for key in KEYS.values())


async def test_a_key_shows_its_own_recordings_only(visitor, done):
    mine = (await visitor.get("/_page/recordings", headers=KEYS["mine"])).json()
    theirs = (await visitor.get("/_page/recordings", headers=KEYS["theirs"])).json()
    assert [row["id"] for row in mine["recordings"]] == [done["id"]]
    assert (theirs["recordings"], theirs["counts"], theirs["at_work"]) == ([], {}, [])
    older = await visitor.get("/_page/recordings", params={"before": done["id"]}, headers=KEYS["theirs"])
    assert older.status_code == 400


async def test_links_name_no_key_and_work_without_one(visitor, done, shown):
    (row,) = (await visitor.get("/_page/recordings", headers=KEYS["mine"])).json()["recordings"]
    assert "mine" not in row["link"]
    view = await shown(visitor, row["link"])
    assert (await visitor.get(view["audio"]["src"])).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?expires=99999999999", "?expires=99999999999&pass=0", "?pass=%C3%BC", "?expires=x&pass="]
)
async def test_a_link_without_its_pass_is_refused(visitor, done, query):
    for end in ("", "/audio"):
        reply = await visitor.get(f"/_page/recordings/{done['id']}{end}{query}")
        assert (reply.status_code, "Open the recording from the page again" in reply.text) == (403, True)


async def test_a_pass_is_for_one_recording_and_for_half_a_day(visitor, done):
    other = passes.query("00000000-0000-4000-8000-000000000001")
    old = passes.query(done["id"], now=1_000_000)
    for query in (other, old):
        assert (await visitor.get(f"/_page/recordings/{done['id']}{query}")).status_code == 403


async def test_what_is_added_belongs_to_the_key(visitor, locked, wav, ended):
    url = (await visitor.post("/_page/uploads", content=wav(0.3), headers=KEYS["theirs"])).json()[
        "upload_url"
    ]
    denied = await visitor.post("/_page/recordings", json={"audio_url": url}, headers=KEYS["mine"])
    taken = await visitor.post("/_page/recordings", json={"audio_url": url}, headers=KEYS["theirs"])
    assert (denied.status_code, taken.status_code) == (403, 200)
    await ended(locked, KEYS["theirs"], taken.json()["id"])
