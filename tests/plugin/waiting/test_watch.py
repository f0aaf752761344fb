import threading

import pytest

from assemblyai_tools.waiting.list_polling import LIST_BACK_OFF, LIST_PAUSE, LONGEST_LOOK, PAGES_PER_SECOND
from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE
from assemblyai_tools.waiting.watch import Watch

HOOK = ("X-Hook", "a secret")


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def both(watch):
    """A watch on which two fresh transcripts are awaited."""
    watch.join("a", 100.0, fresh=True)
    watch.join("b", 100.0, fresh=True)
    return watch


def test_whoever_waits_alone_reads_then_sleeps(watch):
    watch.join("a", 100.0)
    assert [watch.turn("a", now) for now in (100.0, 100.2, 100 + SHORTEST_PAUSE)] == [
        "read",
        pytest.approx(SHORTEST_PAUSE - 0.2),
        "read",
    ]


def test_the_pause_begins_when_the_reply_has_come_so_that_a_slow_service_is_not_asked_without_end(watch):
    watch.join("a", 100.0)
    assert watch.turn("a", 100.0) == "read"
    watch.saw_one("a", "processing", 100.75)
    assert [watch.turn("a", now) for now in (100.75, 101.25)] == [SHORTEST_PAUSE, "read"]


def test_a_fresh_transcript_is_read_after_half_a_second(watch):
    watch.join("a", 100.0, fresh=True)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE)] == [SHORTEST_PAUSE, "read"]


def test_of_several_the_first_looks_at_the_list_and_the_others_wait_for_it(both):
    assert [both.turn(name, 100.0) for name in ("a", "b", "a")] == ["list", *[pytest.approx(0.1)] * 2]
    both.saw_list({"a": "processing", "b": "queued"}, 1, 100.3)
    assert [both.turn(name, 100.3) for name in ("a", "b")] == [pytest.approx(LIST_PAUSE)] * 2


def test_the_others_sleep_as_long_as_the_last_look_at_the_list_took_and_then_a_little(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "processing", "b": "queued"}, 1, 100.03)
    assert both.turn("a", 101.0) == "list"
    sleeps = [both.turn("b", now) for now in (101.0, 101.02, 101.3, 109.0)]
    assert sleeps == [pytest.approx(0.03), pytest.approx(0.01), pytest.approx(0.1), pytest.approx(8 / 3)]
    both.saw_list({"a": "processing", "b": "queued"}, 1, 109.0)
    assert both.turn("b", 110.0) == "list"
    assert both.turn("a", 110.0) == 1.0


def test_looks_of_very_many_pages_come_less_often(both):
    both.turn("a", 100.0)
    for number in range(2 * PAGES_PER_SECOND):
        both.join(f"more{number}", 100.1, fresh=True)
    both.saw_list(dict.fromkeys(both.wanted(), "queued"), 2 * PAGES_PER_SECOND, 101.0)
    assert both.turn("b", 101.0) == 2.0


def test_a_few_who_are_far_down_the_list_read_singly_until_all_have_left(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "processing", "b": "queued"}, 2, 100.1)
    assert [both.turn(name, 101.1) for name in ("a", "b")] == ["read", "read"]
    both.leave("a")
    both.leave("b")
    for name in ("c", "d"):
        both.join(name, 110.0, fresh=True)
    assert both.turn("c", 110.0) == "list"


def test_whoever_is_not_fresh_reads_first_even_among_others(both):
    both.join("old", 100.0)
    assert [both.turn("old", 100.0), both.turn("old", 100.1)] == ["read", "list"]


def test_whom_the_list_shows_as_ended_reads_at_once_and_the_other_goes_on_alone(both):
    both.turn("a", 100.0)
    both.saw_list({"a": "completed", "b": "queued"}, 1, 100.1)
    assert [both.turn(name, 101.2) for name in ("a", "b")] == ["read", "read"]
    assert both.turn("b", 101.2) == pytest.approx(SHORTEST_PAUSE)


def test_whom_the_list_does_not_show_reads_by_itself(both):
    both.join("c", 100.0, fresh=True)
    both.turn("a", 100.1)
    both.saw_list({"a": "queued", "b": "queued"}, 1, 100.2)
    assert both.wanted() == {"a", "b"}
    assert [both.turn(name, 100 + SHORTEST_PAUSE) for name in ("a", "b", "c")] == [
        pytest.approx(LIST_PAUSE + 0.2 - SHORTEST_PAUSE)
    ] * 2 + ["read"]


def test_whoever_joined_during_a_look_is_not_blamed_for_missing_in_it(both):
    both.turn("a", 100.1)
    both.join("late", 100.15, fresh=True)
    both.saw_list({"a": "queued", "b": "queued"}, 1, 100.2)
    assert both.wanted() == {"a", "b", "late"}


def test_after_a_look_that_failed_everyone_reads_singly_until_the_holiday_is_over(both):
    both.turn("a", 100.0)
    both.list_failed(100 + SHORTEST_PAUSE)
    assert [both.turn(name, 100 + SHORTEST_PAUSE) for name in ("a", "b", "a")] == [
        "read",
        "read",
        SHORTEST_PAUSE,
    ]
    assert both.turn("a", 100 + SHORTEST_PAUSE + LIST_BACK_OFF) == "list"


def test_nobody_sleeps_past_the_end_of_the_holiday(watch):
    for number in range(60):
        watch.join(f"t{number}", 0.0, fresh=True)
    watch.list_failed(8.0)
    assert watch.turn("t0", 9.0) == "read", "and would read again after 3 seconds, as all do"
    assert watch.turn("t0", 9.0) == 3.0
    assert watch.turn("t1", 17.0) == "read"
    assert watch.turn("t1", 17.0) == 1.0, "then the list is open again"


def test_a_look_that_was_abandoned_is_taken_over_by_the_next(both):
    both.turn("a", 100.0)
    both.list_abandoned()
    both.leave("a")
    both.join("c", 100.0, fresh=True)
    assert both.turn("b", 100.1) == "list"


def test_a_look_that_does_not_come_back_counts_as_failed(both):
    both.turn("a", 100.0)
    assert both.turn("b", 100.0 + LONGEST_LOOK - 0.1) == pytest.approx(3.3)
    assert both.turn("b", 100.0 + LONGEST_LOOK) == "read"
    both.saw_list({"a": "queued", "b": "completed"}, 1, 112.0)
    assert both.turn("b", 112.0) == "read"


def test_who_waits_twice_for_the_same_is_one_waiter_until_both_have_left(watch):
    watch.join("a", 100.0)
    watch.join("a", 101.0)
    assert watch.turn("a", 101.0) == "read"
    watch.leave("a")
    assert watch.wanted() == {"a"}
    watch.leave("a")
    assert watch.wanted() == set()


def test_a_read_that_ended_ends_the_wait_of_everyone_on_the_same_transcript(watch):
    watch.join("a", 100.0)
    watch.join("a", 100.0)
    watch.turn("a", 100.0)
    watch.saw_one("a", "error", 100.1)
    assert watch.turn("a", 100.1) == "read"


def test_a_read_that_is_behind_the_news_is_repeated_soon_and_by_oneself(both):
    both.notify("a")
    assert both.turn("a", 100.0) == "read"
    both.saw_one("a", "processing", 100.1)
    assert (both.turn("a", 100.1), both.turn("a", 100.7), both.wanted()) == (SHORTEST_PAUSE, "read", {"b"})


def test_while_a_notification_is_expected_a_look_is_only_a_precaution(watch):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [watch.turn("a", now) for now in (100.0, 129.0, 130.0, 131.0)] == [30.0, 1.0, "read", 29.0]


@pytest.fixture
def proven(watch):
    """A watch at which a notification has ended a wait."""
    watch.webhook = HOOK
    watch.join("first", 0.0, fresh=True, webhook=HOOK)
    watch.notify("first")
    watch.leave("first")
    return watch


def test_once_a_notification_has_ended_a_wait_the_precaution_comes_after_five_minutes(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [proven.turn("a", now) for now in (100.0, 399.0, 400.0, 401.0)] == [300.0, 1.0, "read", 299.0]


def test_a_notification_for_nobody_who_expects_one_here_proves_nothing(watch):
    watch.webhook = HOOK
    watch.join("other", 0.0, fresh=True)
    for name in ("other", "of nobody"):
        watch.notify(name)
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert watch.turn("a", 100.0) == 30.0


def test_whoever_is_not_fresh_reads_at_once_although_news_are_to_be_trusted(proven):
    proven.join("a", 100.0, webhook=HOOK)
    assert [proven.turn("a", now) for now in (100.0, 101.0)] == ["read", 299.0]
    proven.saw_one("a", "completed", 101.0)
    proven.join("b", 102.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 102.0) == 300.0, "it may have ended before anyone waited"


def lose(watch, name, now):
    """A precautionary look that finds a transcript ended of which no notification came."""
    watch.join(name, now - 300, fresh=True, webhook=HOOK)
    assert watch.turn(name, now) == "read"
    watch.saw_one(name, "completed", now)


def test_a_precaution_that_was_needed_wakes_the_others_who_expect_news_one_after_the_other(proven):
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


def test_whoever_is_about_to_sleep_when_the_precaution_was_needed_is_woken_at_once(proven):
    woken = []
    proven.join("b", 100.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 350.0) == 50.0
    lose(proven, "a", 350.0)
    with proven.waking("b", lambda: woken.append("b")):
        assert woken == ["b"]
    assert proven.turn("b", 350.0) == "read"
    with proven.waking("b", lambda: woken.append("again")):
        assert woken == ["b"]


def test_after_a_notification_was_lost_no_other_is_trusted_any_more(proven):
    lose(proven, "a", 400.0)
    proven.join("b", 500.0, fresh=True, webhook=HOOK)
    proven.notify("b")
    proven.join("c", 500.0, fresh=True, webhook=HOOK)
    assert proven.turn("c", 500.0) == 30.0


def test_a_look_because_the_time_is_over_says_nothing_about_the_notification(proven):
    proven.join("a", 100.0, fresh=True, webhook=HOOK)
    proven.saw_one("a", "completed", 145.0)
    proven.join("b", 150.0, fresh=True, webhook=HOOK)
    assert proven.turn("b", 150.0) == 300.0


@pytest.mark.parametrize("other", [("X-Hook", "another"), ("X-Other", "a secret")])
def test_a_webhook_meant_for_somebody_else_changes_nothing(watch, other):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True, webhook=other)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_a_transcript_without_a_webhook_of_its_own_is_looked_at_as_ever(watch):
    watch.webhook = HOOK
    watch.join("a", 100.0, fresh=True)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_a_webhook_that_nobody_here_receives_changes_nothing(watch):
    watch.join("a", 100.0, fresh=True, webhook=HOOK)
    assert [watch.turn("a", now) for now in (100.0, 100 + SHORTEST_PAUSE, 101.1)] == [
        SHORTEST_PAUSE,
        "read",
        "read",
    ]


def test_news_of_what_nobody_awaits_is_kept_but_not_endlessly(watch):
    for number in range(10_001):
        watch.notify(f"t{number}")
    assert len(watch._early.ids) == 10_000
    watch.join("t0", 0.0, fresh=True)
    watch.join("t10000", 0.0, fresh=True)
    assert [watch.turn(name, 0.0) for name in ("t0", "t10000")] == [SHORTEST_PAUSE, "read"]


def test_news_wake_whoever_sleeps_and_only_those(both):
    woken = []
    with both.waking("a", lambda: woken.append("a")), both.waking("b", lambda: woken.append("b")):
        both.notify("a")
        assert woken == ["a"]
    both.notify("b")
    assert woken == ["a"]


def test_news_that_came_before_the_sleep_wake_at_once(both):
    woken = []
    both.notify("a")
    with both.waking("a", lambda: woken.append("a")):
        assert woken == ["a"]


def test_threads_may_share_one_watch(watch):
    """Everyone joins, takes turns and leaves at once; the books balance afterwards."""
    ready, failures = threading.Barrier(8), []

    def wait(number):
        ready.wait()
        try:
            for turn in range(300):
                name = f"t{(number + turn) % 5}"
                watch.join(name, float(turn))
                if watch.turn(name, float(turn)) == "list":
                    watch.saw_list(dict.fromkeys(watch.wanted(), "queued"), 1, float(turn))
                watch.notify(f"t{turn % 5}")
                watch.saw_one(name, "completed" if turn % 3 else "queued", float(turn))
                watch.leave(name)
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (failures, watch._waiters, watch.wanted()) == ([], {}, set())


def test_many_who_read_singly_because_the_list_is_long_keep_to_the_rate_together():
    watch = Watch()
    for number in range(50):
        watch.join(f"t{number}", 0.0)
    watch.saw_list({f"t{number}": "processing" for number in range(50)}, 50, 0.0)
    assert watch.turn("t0", 0.0) == "read"
    assert watch.turn("t0", 0.0) == 50 / READS_PER_SECOND
