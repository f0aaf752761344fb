import threading

import pytest

from assemblyai_tools.waiting.list_polling import LIST_BACK_OFF, LIST_PAUSE, LIST_TIMEOUT, PAGES_PER_SECOND
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE
from assemblyai_tools.waiting.watch import Watch

HOOK = ("X-Hook", "a secret")


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def both(watch):
    """A watch with waiters for two fresh transcripts."""
    watch.join("a", 100.0, fresh=True)
    watch.join("b", 100.0, fresh=True)
    return watch


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


def test_a_read_that_lags_behind_the_notification_is_repeated_soon_and_without_the_list(both):
    both.notify("a")
    assert both.turn("a", 100.0) == "read"
    both.saw_one("a", "processing", 100.1)
    assert (both.turn("a", 100.1), both.turn("a", 100.7), both.wanted()) == (SHORTEST_PAUSE, "read", {"b"})


def test_while_a_notification_is_expected_reads_are_only_a_fallback(watch):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [watch.turn("a", now) for now in (100.0, 129.0, 130.0, 131.0)] == [30.0, 1.0, "read", 29.0]


@pytest.fixture
def proven(watch):
    """A watch where a notification has ended a wait."""
    watch.webhook = HOOK
    watch.join("first", 0.0, fresh=True, webhook=HOOK)
    watch.notify("first")
    watch.leave("first")
    return watch


def test_once_a_notification_has_ended_a_wait_fallback_polls_are_five_minutes_apart(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [proven.turn("a", now) for now in (100.0, 399.0, 400.0, 401.0)] == [300.0, 1.0, "read", 299.0]


def test_a_notification_that_no_waiter_expects_proves_nothing(watch):
    watch.webhook = HOOK
    watch.join("other", 0.0, fresh=True)
    for name in ("other", "unknown"):
        watch.notify(name)
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert watch.turn("a", 100.0) == 30.0


def test_a_transcript_that_is_not_fresh_is_read_at_once_even_when_notifications_are_trusted(proven):
    proven.join("a", 100.0, webhook=HOOK)
    assert [proven.turn("a", now) for now in (100.0, 101.0)] == ["read", 299.0]
    proven.saw_one("a", "completed", 101.0)
    proven.join("b", 102.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 102.0) == 300.0, "the first one may have ended before anyone waited"


def lose(watch, name, now):
    """A fallback poll that finds a transcript ended although no notification came."""
    watch.join(name, now - 300, fresh=True, webhook=HOOK)
    assert watch.turn(name, now) == "read"
    watch.saw_one(name, "completed", now)


def test_after_a_lost_notification_the_others_that_expect_one_poll_one_after_the_other(proven):
    woken = []
    for name in ("b", "c"):
        proven.join(name, 100.0, fresh=True, webhook=HOOK)
    proven.join("d", 100.0, fresh=True)
    with (
        proven.waking("b", lambda: woken.append("b")),
        proven.waking("c", lambda: woken.append("c")),
        proven.waking("d", lambda: woken.append("d")),
    ):
        lose(proven, "a", 400.0)
        assert woken == ["b", "c"]
    assert [proven.turn("b", now) for now in (400.0, 401.0)] == ["read", 29.0]
    assert [proven.turn("c", now) for now in (400.0, 400.05)] == [pytest.approx(1 / READS_PER_SECOND), "read"]


def test_a_waiter_that_is_about_to_sleep_when_a_notification_turns_out_to_be_lost_is_woken_at_once(proven):
    woken = []
    proven.join("b", 100.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 350.0) == 50.0
    lose(proven, "a", 350.0)
    with proven.waking("b", lambda: woken.append("b")):
        assert woken == ["b"]
    assert proven.turn("b", 350.0) == "read"
    with proven.waking("b", lambda: woken.append("again")):
        assert woken == ["b"]


def test_after_a_lost_notification_no_other_one_restores_the_trust(proven):
    lose(proven, "a", 400.0)
    proven.join("b", 500.0, fresh=True, webhook=HOOK)
    proven.notify("b")
    proven.join("c", 500.0, fresh=True, webhook=HOOK)
    assert proven.turn("c", 500.0) == 30.0


def test_a_read_at_the_deadline_says_nothing_about_the_notification(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    proven.saw_one("a", "completed", 145.0)
    proven.join("b", 150.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 150.0) == 300.0


def test_a_read_at_the_deadline_says_nothing_either_after_a_fallback_poll_that_found_no_end(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    assert proven.turn("a", 400.0) == "read"
    proven.saw_one("a", "processing", 400.1)
    proven.saw_one("a", "completed", 420.0)
    proven.join("b", 450.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 450.0) == 300.0


def test_a_read_at_the_deadline_says_nothing_either_after_a_read_that_contradicted_the_notification(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    assert proven.turn("a", 400.0) == "read"
    proven.notify("a")
    proven.saw_one("a", "processing", 400.1)
    proven.saw_one("a", "completed", 400.2)
    proven.join("b", 450.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 450.0) == 300.0


@pytest.mark.parametrize("other", [("X-Hook", "another"), ("X-Other", "a secret")])
def test_a_webhook_with_another_header_changes_nothing(watch, other):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True, webhook=other)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_a_transcript_without_a_webhook_is_polled_as_usual(watch):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_a_webhook_changes_nothing_where_no_receiver_shares_the_watch(watch):
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_notifications_that_arrive_before_anyone_waits_are_buffered_up_to_a_limit(watch):
    for number in range(10_001):
        watch.notify(f"t{number}")
    assert len(watch._early.ids) == 1_000
    watch.join("t0", 0.0, fresh=True)
    watch.join("t10000", 0.0, fresh=True)
    assert [watch.turn(name, 0.0) for name in ("t0", "t10000")] == [SHORTEST_PAUSE, "read"]


def test_a_notification_wakes_only_the_callers_that_sleep_on_its_transcript(both):
    woken = []
    with both.waking("a", lambda: woken.append("a")), both.waking("b", lambda: woken.append("b")):
        both.notify("a")
        assert woken == ["a"]
    both.notify("b")
    assert woken == ["a"]


def test_a_notification_that_arrives_before_the_sleep_ends_it_at_once(both):
    woken = []
    both.notify("a")
    with both.waking("a", lambda: woken.append("a")):
        assert woken == ["a"]


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
