"""The bench of live speech: its stub, its clients, and how it counts."""

import json
from itertools import pairwise

import numpy as np
import pytest
from benchmarks import child, live, spoken_turns
from benchmarks.sides import live as sides
from benchmarks.stub import talk

STUB = "benchmarks.stub.live"


@pytest.fixture(scope="module")
def url():
    with child.stub(STUB, every=0.01) as address:
        yield address


def messages(*places):
    return [json.loads(one) for before, now in pairwise(places) for one in talk.told(before, now)]


def without_stamp(told):
    return [one | {"transcript": one.get("transcript", "").rstrip("0123456789. ")} for one in told]


def test_the_stub_tells_the_same_however_the_audio_is_cut():
    in_one, in_frames = messages(0, 18_000), messages(*range(0, 18_001, 50))
    assert without_stamp(in_one) == without_stamp(in_frames)
    assert [one["type"] for one in in_one].count("SpeechStarted") == 3


def test_each_turn_of_the_stub_grows_and_is_finished_once():
    turns = [one for one in messages(0, 18_000) if one["type"] == "Turn"]
    for order in range(3):
        of_it = [one for one in turns if one["turn_order"] == order]
        assert [one["end_of_turn"] for one in of_it] == [False] * (len(of_it) - 1) + [True]
        lengths = [len(one["words"]) for one in of_it]
        assert lengths == sorted(lengths)
        start = order * (talk.TURN_MS + talk.PAUSE_MS)
        assert (of_it[0]["words"][0]["start"], of_it[-1]["words"][-1]["end"]) == (start, start + 4850)


def test_a_finished_turn_says_when_it_was_sent():
    first, second = (json.loads(talk.final(order, 0))["transcript"] for order in range(2))
    assert talk.sent_at(first) <= talk.sent_at(second)


@pytest.mark.parametrize(
    ("side", "options"),
    [(sides.lags, {"client": "ours"}), (sides.lags, {"client": "bare"}), (sides.lags_blocking, {})],
)
def test_every_client_is_timed_until_the_caller_has_a_turn(url, side, options):
    seen = side(url, seconds=0.3, **options)
    assert seen["turns"] > 1
    assert 0 < seen["median"] <= seen["p99"]


@pytest.mark.parametrize("client", ["ours", "bare"])
def test_many_sessions_are_measured_together(url, monkeypatch, client):
    monkeypatch.setattr(sides, "_START_SECONDS", 0.0)
    monkeypatch.setattr(sides, "_SETTLED_SECONDS", 0.1)
    seen = sides.many(url, client, sessions=3, frame_ms=50, seconds=0.3)
    assert seen.keys() == {"share", "turns", "pace"}
    assert seen["turns"] > 1


def test_where_nobody_speaks_there_are_no_turns():
    with child.stub(STUB, quiet=1) as address:
        assert sides.quiet(address, sessions=2, seconds=12) == {"turns": 0}


def test_each_of_some_sessions_says_when_it_was_told_what(url, tmp_path):
    file = tmp_path / "sound"
    file.write_bytes(b"\x01\x02" * 3200)
    told = sides.spoken(url, "k", str(file), sessions=2)["told"]
    assert len(told) == 2
    assert all(at >= 0 and is_final for session in told for at, is_final in session)


def test_a_share_of_a_core_is_that_of_real_time_and_a_slower_run_says_so():
    ours, bare = ({"share": share, "pace": 0.5, "peak_mb": 90.0} for share in (0.3, 0.2))
    slow, _ = live.many_figures("frames of 50 ms", ours, bare)
    assert (slow.ours, slow.peers, slow.met) == (60.0, {"bare websockets": 40.0}, False)
    assert slow.note == "not in real time, but at 50% of it"
    fast, _ = live.many_figures("frames of 50 ms", ours | {"pace": 1.0}, bare | {"pace": 1.0})
    assert (fast.ours, fast.met, fast.note) == (30.0, True, "")


def test_a_wait_is_from_the_end_of_a_turn_to_the_next_final_and_from_its_start_to_a_partial():
    told = [(1.5, False), (2.0, False), (6.5, True), (8.5, False), (9.0, True), (14.0, True)]
    waits = live.Waits.of([(1.0, 6.0), (8.0, 13.0)], [told])
    assert (waits.finals, waits.partials) == ([0.5, 1.0], [0.5, 0.5])
    with pytest.raises(RuntimeError, match="no turn was told"):
        live.Waits.of([(1.0, 20.0)], [told])


def test_the_spoken_turns_take_about_five_seconds_and_silence_is_between_them():
    sound, spans = spoken_turns.sound()
    samples = np.frombuffer(sound, np.int16)
    assert len(spans) == 4
    assert all(4.5 <= end - start <= 5.5 for start, end in spans)
    edges = [0.0, *(at for span in spans for at in span), len(samples) / 16_000]
    parts = [samples[round(a * 16_000) : round(b * 16_000)] for a, b in pairwise(edges)]
    assert all(part.any() == bool(number % 2) for number, part in enumerate(parts))
    assert spoken_turns.size(spans[0][0]) == 16_000
