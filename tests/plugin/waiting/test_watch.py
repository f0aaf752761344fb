"""What a watch tells each waiter to do: read, poll the list, or sleep."""

import threading

import pytest

from assemblyai_tools.waiting.list_polling import LIST_BACK_OFF, LIST_PAUSE, LIST_TIMEOUT, PAGES_PER_SECOND
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE
from assemblyai_tools.waiting.watch import Watch


def test_a_single_waiter_reads_then_sleeps(watch):
    watch.join("a", 100.0)
    assert [watch.turn("a", now) for now in (100.0, 100.2, 100 + SHORTEST_PAUSE)] == [
        "read",
        pytest.approx(SHORTEST_PAUSE - 0.2),
        "read",
    ]


def test_a_pause_begins_with_the_reply_so_a_slow_service_gets_no_continuous_polls(watch):
    watch.join("a", 100.0)
    assert watch.turn("a", 100.0) == "read"
    watch.saw_one("a", "processing", 100.75)
    assert [watch.turn("a", now) for now in (100.75, 101.25)] == [SHORTEST_PAUSE, "read"]


def test_a_fresh_transcript_is_first_read_after_half_a_second(watch):
    watch.join("a", 100.0, fresh=True)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE)] == [SHORTEST_PAUSE, "read"]


def test_the_first_of_several_waiters_polls_the_list_and_the_others_wait_for_it(both):
    assert [both.turn(name, 100.0) for name in ("a", "b", "a")] == ["list", *[pytest.approx(0.1)] * 2]
    both.saw_list({"a": "processing", "b": "queued"}, 1, 100.3)
    assert [both.turn(name, 100.3) for name in ("a", "b")] == [pytest.approx(LIST_PAUSE)] * 2


def test_the_others_sleep_as_long_as_the_last_poll_of_the_list_took_and_then_a_little(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "processing", "b": "queued"}, 1, 100.03)
    assert both.turn("a", 101.0) == "list"
    sleeps = [both.turn("b", now) for now in (101.0, 101.02, 101.3, 109.0)]
    assert sleeps == [pytest.approx(0.03), pytest.approx(0.01), pytest.approx(0.1), pytest.approx(8 / 3)]
    both.saw_list({"a": "processing", "b": "queued"}, 1, 109.0)
    assert both.turn("b", 110.0) == "list"
    assert both.turn("a", 110.0) == 1.0


def test_polls_of_very_many_pages_are_less_frequent(both):
    both.turn("a", 100.0)
    for number in range(2 * PAGES_PER_SECOND):
        both.join(f"more{number}", 100.1, fresh=True)
    both.saw_list(dict.fromkeys(both.wanted(), "queued"), 2 * PAGES_PER_SECOND, 101.0)
    assert both.turn("b", 101.0) == 2.0


def test_a_few_transcripts_far_down_the_list_are_read_singly_until_all_waiters_have_left(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "processing", "b": "queued"}, 2, 100.1)
    assert [both.turn(name, 101.1) for name in ("a", "b")] == ["read", "read"]
    both.leave("a")
    both.leave("b")
    for name in ("c", "d"):
        both.join(name, 110.0, fresh=True)
    assert both.turn("c", 110.0) == "list"


def test_a_transcript_that_is_not_fresh_is_read_first_even_when_others_wait(both):
    both.join("old", 100.0)
    assert [both.turn("old", 100.0), both.turn("old", 100.1)] == ["read", "list"]


def test_a_transcript_that_the_list_shows_as_ended_is_read_at_once_and_the_other_one_is_polled_alone(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "completed", "b": "queued"}, 1, 100.1)
    assert [both.turn(name, 101.2) for name in ("a", "b")] == ["read", "read"]
    assert both.turn("b", 101.2) == pytest.approx(SHORTEST_PAUSE)


def test_a_transcript_that_the_list_does_not_show_is_read_singly(both):
    both.join("c", 100.0, fresh=True)
    both.turn("a", 100.1)
    both.saw_list({"a": "queued", "b": "queued"}, 1, 100.2)
    assert both.wanted() == {"a", "b"}
    assert [both.turn(name, 100 + SHORTEST_PAUSE) for name in ("a", "b", "c")] == [
        pytest.approx(LIST_PAUSE + 0.2 - SHORTEST_PAUSE)
    ] * 2 + ["read"]


def test_a_transcript_that_joined_during_a_poll_of_the_list_may_be_missing_from_it(both):
    both.turn("a", 100.1)
    both.join("late", 100.15, fresh=True)
    both.saw_list({"a": "queued", "b": "queued"}, 1, 100.2)
    assert both.wanted() == {"a", "b", "late"}


def test_after_a_failed_poll_of_the_list_every_waiter_reads_singly_until_the_back_off_is_over(both):
    both.turn("a", 100.0)
    both.list_failed(100 + SHORTEST_PAUSE)
    assert [both.turn(name, 100 + SHORTEST_PAUSE) for name in ("a", "b", "a")] == [
        "read",
        "read",
        SHORTEST_PAUSE,
    ]
    assert both.turn("a", 100 + SHORTEST_PAUSE + LIST_BACK_OFF) == "list"


def test_no_waiter_sleeps_past_the_end_of_the_back_off(watch):
    for number in range(60):
        watch.join(f"t{number}", 0.0, fresh=True)
    watch.list_failed(8.0)
    assert watch.turn("t0", 9.0) == "read", "it would read again after 3 seconds, like all 60"
    assert watch.turn("t0", 9.0) == 3.0
    assert watch.turn("t1", 17.0) == "read"
    assert watch.turn("t1", 17.0) == 1.0, "then the list is polled again"


def test_the_next_waiter_takes_over_an_abandoned_poll_of_the_list(both):
    both.turn("a", 100.0)
    both.list_abandoned()
    both.leave("a")
    both.join("c", 100.0, fresh=True)
    assert both.turn("b", 100.1) == "list"


def test_a_poll_of_the_list_that_does_not_come_back_counts_as_failed(both):
    both.turn("a", 100.0)
    assert both.turn("b", 100.0 + LIST_TIMEOUT - 0.1) == pytest.approx(3.3)
    assert both.turn("b", 100.0 + LIST_TIMEOUT) == "read"
    both.saw_list({"a": "queued", "b": "completed"}, 1, 112.0)
    assert both.turn("b", 112.0) == "read"


def test_two_callers_on_one_transcript_are_one_waiter_until_both_have_left(watch):
    watch.join("a", 100.0)
    watch.join("a", 101.0)
    assert watch.turn("a", 101.0) == "read"
    watch.leave("a")
    assert watch.wanted() == {"a"}
    watch.leave("a")
    assert watch.wanted() == set()


def test_a_read_that_finds_the_end_ends_the_wait_of_every_caller_on_that_transcript(watch):
    watch.join("a", 100.0)
    watch.join("a", 100.0)
    watch.turn("a", 100.0)
    watch.saw_one("a", "error", 100.1)
    assert watch.turn("a", 100.1) == "read"


def test_threads_may_share_one_watch(watch):
    """All join, poll and leave at the same time; nothing is left behind."""
    ready, failures = threading.Barrier(8), []

    def wait(number):
        ready.wait()
        try:
            for step in range(300):
                name = f"t{(number + step) % 5}"
                watch.join(name, float(step))
                if watch.turn(name, float(step)) == "list":
                    watch.saw_list(dict.fromkeys(watch.wanted(), "queued"), 1, float(step))
                watch.notify(f"t{step % 5}")
                watch.saw_one(name, "completed" if step % 3 else "queued", float(step))
                watch.leave(name)
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (failures, watch._waiters, watch.wanted()) == ([], {}, set())


def test_many_waiters_that_read_singly_because_the_list_is_long_share_the_rate():
    watch = Watch()
    for number in range(50):
        watch.join(f"t{number}", 0.0)
    watch.saw_list({f"t{number}": "processing" for number in range(50)}, 50, 0.0)
    assert watch.turn("t0", 0.0) == "read"
    assert watch.turn("t0", 0.0) == 50 / READS_PER_SECOND
