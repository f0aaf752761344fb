import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client
from tests.mcp_server.conftest import COMPLETED, ERAS

from assemblyai_mcp.progress import Numbers, ProgressNotifications, message_of
from assemblyai_tools import Progress

UPLOADED = {"upload_url": "https://cdn.test/u1"}
QUEUED = {"id": "t1", "status": "queued"}


@pytest.fixture(params=ERAS)
def transcribe(request, server, service, tmp_path):
    """Transcribe a local file; gives the result and the notifications (number, total, message)."""

    async def call(*answers):
        (tmp_path / "a.wav").write_bytes(b"audio")
        service.script = list(answers)
        seen = []

        async def note(number, total, message):
            seen.append((number, total, message))

        async with Client(server, mode=request.param) as client:
            result = await client.call_tool(
                "transcribe", {"audio": "a.wav", "wait_seconds": 30}, progress_callback=note
            )
        return result, seen

    return call


async def test_uploading_waiting_and_decoding_are_reported_in_growing_numbers(transcribe):
    half = httpx.Response(200, json=QUEUED, headers={"X-Emulator-Progress": "0.5"})
    result, seen = await transcribe(
        httpx.Response(200, json=UPLOADED),
        httpx.Response(200, json=QUEUED),
        half,
        httpx.Response(200, json=COMPLETED),
    )
    assert not result.is_error
    assert ("uploading a.wav, 100 %", 1.0) in [(message, number) for number, _, message in seen]
    assert (1.5, 2.0, "transcribing, 0 s, 50 %, transcript t1") in seen
    done = [number for number, _, _ in seen]
    assert done == sorted(set(done))
    assert {total for _, total, _ in seen} == {2.0}


async def test_a_notification_names_the_job_as_soon_as_it_exists(transcribe):
    failed_poll = httpx.Response(401, json={"error": "gone"})
    result, seen = await transcribe(
        httpx.Response(200, json=UPLOADED), httpx.Response(200, json=QUEUED), failed_poll
    )
    assert result.is_error
    assert "t1" in result.content[0].text
    assert any(message.endswith("transcript t1") for _, _, message in seen)


async def test_nothing_is_sent_to_a_client_that_did_not_ask(server, service):
    service.script = [httpx.Response(200, json=QUEUED)]
    async with Client(server) as client:
        assert not (await client.call_tool("get_transcript", {"transcript_id": "t1"})).is_error


class FakeContext:
    """Records the notifications, or raises an error as if the client were gone."""

    def __init__(self, error=None):
        self.seen, self._error = [], error

    async def report_progress(self, number, total, message):
        if self._error:
            raise self._error
        self.seen.append((number, total, message))


async def test_a_large_upload_is_not_reported_chunk_by_chunk_and_the_last_report_arrives():
    context = FakeContext()
    async with ProgressNotifications(context, waits=True) as notifications:
        for sent in range(1000):
            notifications(Progress("uploading", "uploading a.wav", (sent + 1) / 1000))
    assert context.seen == [(1.0, 2.0, "uploading a.wav, 100 %")]


async def test_a_call_without_a_client_sends_nothing_and_still_knows_the_job():
    async with ProgressNotifications(None, waits=True) as notifications:
        notifications(Progress("waiting", "transcribing, 0 s", None, "t1"))
    assert notifications.still_running == "transcript t1 goes on."


async def test_a_disconnected_client_does_not_fail_the_call():
    async with ProgressNotifications(FakeContext(ConnectionError("gone")), waits=True) as notifications:
        notifications(Progress("waiting", "transcribing, 0 s", None, "t1"))
    assert notifications.transcript_id == "t1"


async def test_a_failed_call_sends_no_more_notifications():
    context = FakeContext()

    async def failing():
        async with ProgressNotifications(context, waits=True) as notifications:
            notifications(Progress("waiting", "transcribing, 0 s"))
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        await failing()
    assert context.seen == []


def numbers(*steps, waits=True):
    shown = Numbers(waits=waits)
    return [shown.after(step) for step in steps]


def test_uploading_and_waiting_are_two_stages_from_the_start():
    assert numbers(
        Progress("uploading", "u", 0.25),
        Progress("uploading", "u", 1.0),
        Progress("waiting", "w", 0.5),
        Progress("waiting", "w", 1.0),
    ) == [(0.25, 2.0), (1.0, 2.0), (1.5, 2.0), (1.999, 2.0)]


def test_a_call_of_one_stage_has_a_total_of_one():
    assert numbers(Progress("uploading", "u", 0.5), waits=False) == [(0.5, 1.0)]
    assert numbers(Progress("waiting", "w", 0.5)) == [(0.5, 1.0)]


def test_there_is_no_total_before_anyone_knows_how_much_is_done_and_from_then_on_there_is_one():
    steps = [Progress("waiting", "w", done) for done in (None, 0.2, None, 0.4)]
    assert [total for _, total in numbers(*steps)] == [None, 1.0, 1.0, 1.0]


def test_trying_again_is_no_stage():
    steps = [Progress("retrying", "r"), Progress("uploading", "u", 0.5), Progress("retrying", "r")]
    (first, none), upload, (last, total) = numbers(*steps)
    assert (0 < first < 0.01, none, upload, 0.5 < last < 0.51, total) == (True, None, (0.5, 2.0), True, 2.0)


_STEPS = st.builds(
    Progress,
    st.sampled_from(["uploading", "waiting", "retrying"]),
    st.just("m"),
    st.none() | st.floats(0, 1),
)


@given(steps=st.lists(_STEPS, max_size=60), waits=st.booleans())
def test_the_number_always_grows_and_never_exceeds_the_total_which_never_changes(steps, waits):
    shown = numbers(*steps, waits=waits)
    done = [number for number, _ in shown]
    totals = [total for _, total in shown]
    assert done == sorted(set(done))
    known = [total for total in totals if total is not None]
    assert totals == [None] * (len(totals) - len(known)) + known
    assert len(set(known)) <= 1
    assert all(number < total for number, total in shown if total is not None)


def test_a_wait_of_hours_still_grows_at_its_end():
    done = [number for number, _ in numbers(*[Progress("waiting", "w", 1.0)] * 20_000)]
    assert done == sorted(set(done))
    assert done[-1] < 1


def test_a_message_says_stage_percent_and_job():
    assert message_of(Progress("uploading", "uploading a.wav", 0.5)) == "uploading a.wav, 50 %"
    assert message_of(Progress("waiting", "transcribing, 3 s", None, "t1")) == (
        "transcribing, 3 s, transcript t1"
    )
