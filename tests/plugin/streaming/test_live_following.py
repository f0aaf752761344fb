"""How a live transcript follows streams, the one after the other, while others read it."""

import asyncio
import threading

from tests.plugin.streaming.live_events import BEGIN, live_of, revision, turn

from assemblyai_tools import LiveTranscript, Termination, Turn


def test_a_session_after_a_lost_connection_goes_on_in_the_same_stream():
    live = live_of(BEGIN, turn(0, "One."), BEGIN, turn(1, "Two.", 500))

    assert [(one.turn_order, one.start_ms) for one in live.turns] == [(0, 0), (1, 500)]


def test_a_second_stream_goes_on_where_the_first_one_ended():
    live = live_of(BEGIN, turn(0, "One."), Termination(audio_duration_seconds=3.0))

    live.add(BEGIN)
    live.add(turn(0, "Two.", 500, speaker="A"))
    live.add(revision(0, "B"))
    live.add(Termination(audio_duration_seconds=1.0))

    assert [(one.turn_order, one.start_ms, one.speaker_label) for one in live.turns] == [
        (0, 0, None),
        (1, 3500, "B"),
    ]
    assert live.transcript().audio_duration == 4


def test_it_follows_a_stream_and_passes_everything_on():
    live = LiveTranscript()
    events = [BEGIN, turn(0, "On", final=False), turn(0, "One.")]

    assert list(live.follow(events)) == events
    assert live.transcript().text == "One."


def test_a_stream_that_broke_off_is_followed_by_the_next_one():
    live = LiveTranscript()

    for _ in range(2):
        list(live.follow([BEGIN, turn(0, "One.")]))

    assert [one.turn_order for one in live.turns] == [0, 1]


def test_leaving_what_it_follows_ends_the_stream():
    ended = []

    def stream():
        try:
            yield from [BEGIN, turn(0, "One."), turn(1, "Two.", 500)]
        finally:
            ended.append("ended")

    live = LiveTranscript()
    following = live.follow(stream())
    next(following), next(following)
    following.close()

    assert (ended, live.transcript().text) == (["ended"], "One.")


def test_it_follows_an_asynchronous_stream_and_ends_it_when_it_is_left():
    ended = []

    async def stream():
        try:
            for event in (BEGIN, turn(0, "One."), turn(1, "Two.", 500)):
                yield event
        finally:
            ended.append("ended")

    async def go(live):
        following = live.follow(stream())
        async for event in following:
            if isinstance(event, Turn):
                break
        await following.aclose()

    live = LiveTranscript()
    asyncio.run(go(live))

    assert (ended, live.transcript().text) == (["ended"], "One.")


def test_it_follows_any_asynchronous_iterable():
    class Two:
        def __init__(self):
            self.left = [turn(0, "One."), turn(1, "Two.", 500)]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop(0)

    async def go(live):
        return [event async for event in live.follow(Two())]

    live = LiveTranscript()

    assert len(asyncio.run(go(live))) == len(live.turns) == 2


def test_readers_see_whole_turns_while_another_thread_adds_more():
    live, number = LiveTranscript(), 300
    writer = threading.Thread(
        target=lambda: [live.add(turn(n, f"Turn {n}.", 1000 * n)) for n in range(number)]
    )
    writer.start()
    seen = []
    while writer.is_alive() or not seen:
        seen.append([one.turn_order for one in live.turns])
        assert len(live.transcript().utterances) >= len(seen[-1])
    writer.join()

    assert all(one == list(range(len(one))) for one in seen)
    assert len(live.turns) == number
