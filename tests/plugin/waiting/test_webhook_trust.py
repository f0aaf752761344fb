import pytest

from assemblyai_tools.waiting.webhook_trust import PROVEN_PAUSE, WEBHOOK_PAUSE, WebhookTrust


@pytest.fixture
def trust():
    return WebhookTrust()


def test_fallback_polls_are_half_a_minute_apart_at_first(trust):
    assert (trust.state, WEBHOOK_PAUSE + trust.extra_pause) == ("unproven", 30.0)


def test_fallback_polls_are_five_minutes_apart_once_a_notification_has_ended_a_wait(trust):
    trust.notification_arrived()
    assert (trust.state, WEBHOOK_PAUSE + trust.extra_pause) == ("proven", PROVEN_PAUSE)


def test_a_lost_notification_breaks_the_trust_once(trust):
    trust.notification_arrived()
    assert [trust.notification_lost(), trust.notification_lost()] == [True, False]
    assert (trust.state, trust.extra_pause) == ("broken", 0.0)


def test_broken_trust_is_not_restored_by_a_later_notification(trust):
    trust.notification_arrived()
    trust.notification_lost()
    trust.notification_arrived()
    assert (trust.state, trust.extra_pause) == ("broken", 0.0)


def test_a_lost_notification_changes_nothing_before_any_has_arrived(trust):
    assert not trust.notification_lost()
    trust.notification_arrived()
    assert trust.state == "proven"
