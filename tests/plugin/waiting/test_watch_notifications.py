"""What a watch makes of notifications: trusted, lost, early, and of another receiver."""

import pytest

from assemblyai_tools.waiting.schedule import READS_PER_SECOND, SHORTEST_PAUSE

HOOK = ("X-Hook", "a secret")


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


@pytest.mark.parametrize(
    ("received", "sent"),
    [
        pytest.param(HOOK, ("X-Hook", "another"), id="another secret"),
        pytest.param(HOOK, ("X-Other", "a secret"), id="another header"),
        pytest.param(HOOK, None, id="a transcript without a webhook"),
        pytest.param(None, HOOK, id="no receiver shares the watch"),
    ],
)
def test_a_webhook_that_nobody_here_receives_changes_nothing(watch, received, sent):
    watch.webhook = received
    watch.join("a", 100.0, fresh=True, webhook=sent)
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
