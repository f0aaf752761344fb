"""The world of a job at a real emulator: its start, its faults and its state at the end."""

from dataclasses import replace

import httpx
import pytest
from evals.checks.service import ordered
from evals.jobs.job import Job
from evals.recordings import LOST, MOVIE, PLANNING, STANDUP
from evals.scripts.script import says
from evals.sides.host import host_tools
from evals.sides.mcp_server import server_tools
from evals.world.wire import Fault
from evals.world.world import world

from assemblyai_tools import delete_transcript, summarize, transcribe


def job(**given):
    return Job(
        **{
            "name": "any",
            "aim": "Any.",
            "request": "Any.",
            "checks": (),
            "right": {"tools": says("Done.")},
            **given,
        }
    )


async def test_what_was_there_before_does_not_count_and_what_is_done_does(service):
    async with world(job(files=(STANDUP,), earlier=(STANDUP, PLANNING, LOST)), service) as place:
        before = await place.end_state()
        states = {where: before.transcripts[id_]["status"] for where, id_ in before.earlier.items()}
        assert states == {STANDUP.where: "completed", PLANNING.where: "completed", LOST.where: "error"}
        assert (before.orders, before.files, before.deleted) == ([], {}, set())

        await place.client.run(delete_transcript(transcript_id=place.earlier[PLANNING.where]))
        await place.client.run(transcribe(audio="standup.wav", again=True))
        made = await place.client.run(summarize(transcript_ids=[place.earlier[STANDUP.where]]))
        (place.folder / "summary.md").write_text("made")
        place.answers.append("Done.")

        after = await place.end_state()
        assert after.deleted == {place.earlier[PLANNING.where]}
        assert len(after.orders) == 1
        assert after.files == {"summary.md": b"made"}
        assert after.kept_requests == [made.request_id]
        assert after.answer == "Done."


async def test_each_world_has_an_account_of_its_own(service):
    async with world(job(earlier=(PLANNING,)), service) as one, world(job(), service) as other:
        assert (await other.end_state()).transcripts == {}
        assert len((await one.end_state()).transcripts) == 1


async def test_a_fault_happens_as_often_as_it_is_meant_to_and_is_noted(service):
    fault = Fault("POST", "/v2/transcript", "503", times=2)
    async with world(job(earlier=(PLANNING,), faults=(fault,)), service) as place:
        for _ in range(3):
            await place.http.post("/v2/transcript", json={"audio_url": PLANNING.where})
        state = await place.end_state()
        assert [one.status for one in state.exchanges] == [503, 503, 200]
        assert [one.body for one in state.orders] == [{"audio_url": PLANNING.where}]


async def test_a_lost_reply_is_noted_without_a_status(service):
    async with world(job(faults=(Fault("GET", "/v2/transcript", "reset"),)), service) as place:
        with pytest.raises(httpx.TransportError):
            await place.http.get("/v2/transcript")
        assert [one.status for one in (await place.end_state()).exchanges] == [None]


async def test_a_large_file_is_as_large_as_it_is_meant_to_be(service):
    async with world(job(files=(MOVIE,)), service) as place:
        assert (place.folder / "movie.wav").stat().st_size == MOVIE.size


@pytest.mark.parametrize(("agrees", "gone"), [(True, 1), (False, 0)])
async def test_a_person_is_asked_before_our_tools_delete(service, agrees, gone):
    async with (
        world(job(earlier=(PLANNING,), person_agrees=agrees), service) as place,
        server_tools(place) as toolbox,
    ):
        tools = {tool.name: tool for tool in toolbox.tools}
        assert "transcribe" in toolbox.instructions
        reply = await tools["delete_transcript"].call({"transcript_id": place.earlier[PLANNING.where]})
        state = await place.end_state()
        assert (len(state.deleted), len(state.asked), reply.is_error) == (gone, 1, not agrees)


async def test_a_question_is_noted_with_its_turn(service):
    async with (
        world(job(earlier=(PLANNING,), person_agrees=False), service) as place,
        server_tools(place) as toolbox,
    ):
        [delete] = [tool for tool in toolbox.tools if tool.name == "delete_transcript"]
        for answer in ("You declined.", "You declined again."):
            await delete.call({"transcript_id": place.earlier[PLANNING.where]})
            place.answers.append(answer)
        state = await place.end_state()
        assert [question.turn for question in state.asked] == [0, 1]
        assert "planning.mp3" in state.asked[0].text


async def test_an_order_counts_if_only_its_reply_was_lost(service):
    async with world(job(earlier=(PLANNING,)), service) as place:
        await place.http.post("/v2/transcript", json={"audio_url": PLANNING.where})
        state = replace(await place.end_state(), exchanges=[])
        assert len(state.new) == 1
        assert ordered(1)(state) == ""


async def test_the_host_writes_files_of_the_folder_but_not_over_the_persons_own(service):
    async with world(job(files=(STANDUP,)), service) as place:
        tools = {tool.name: tool.call for tool in host_tools(place)}
        assert (await tools["list_files"]({})).text == f"standup.wav {len(STANDUP.content)} bytes"
        assert (await tools["write_file"]({"name": "a.md", "text": "ä"})).text == "Written: a.md, 2 bytes."
        for name in ("../b.md", "/tmp/b.md", ""):
            assert (await tools["write_file"]({"name": name, "text": "x"})).is_error
        assert (await place.end_state()).files == {"a.md": "ä".encode()}
        assert (await tools["write_file"]({"name": "a.md", "text": "b"})).text == "Written: a.md, 1 bytes."
        assert (await place.end_state()).files == {"a.md": b"b"}, "a model may mend what it wrote"
        for tool, what in (("write_file", {"text": "x"}), ("save_url", {"url": "/v2/transcript"})):
            refused = await tools[tool]({"name": "standup.wav", **what})
            assert refused.is_error
            assert refused.text == "standup.wav is the person's own file. Give another name."
        assert (place.folder / "standup.wav").read_bytes() == STANDUP.content


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 seconds have passed."), (-5, "0 seconds have passed."), ("x", "seconds must be a number.")],
)
async def test_the_host_waits(service, seconds, text):
    async with world(job(), service) as place:
        wait = {tool.name: tool.call for tool in host_tools(place)}["wait"]
        assert (await wait({"seconds": seconds})).text == text


async def test_the_host_saves_what_is_at_an_address(service):
    async with world(job(), service) as place:
        save = {tool.name: tool.call for tool in host_tools(place)}["save_url"]
        assert not (await save({"url": "/v2/transcript", "name": "list.json"})).is_error
        assert (
            await save({"url": "/v2/transcript/none", "name": "b"})
        ).text == "It could not be fetched: HTTP 400"
        for url in ("http://127.0.0.1:1/", "http://[::1", "https://example.com/a.mp3"):
            assert (await save({"url": url, "name": "b"})).is_error
        assert list((await place.end_state()).files) == ["list.json"]
