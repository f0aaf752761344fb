import pytest

from assemblyai_tools.transport.retry import ATTEMPTS, Lost, Status, pause_before


def pause(attempt, method, failure, *, jitter=1.0, budget=60.0):
    return pause_before(attempt, failure, may_repeat=method != "POST", jitter=jitter, budget=budget)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("status", [408, 429, 500, 501, 502, 503, 504, 520, 529, 599])
def test_a_transient_failure_is_retried(method, status):
    assert pause(1, method, Status(status), jitter=1.0) == 0.5


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 422])
def test_a_permanent_failure_is_not_retried(method, status):
    assert pause(1, method, Status(status), jitter=1.0) is None


@pytest.mark.parametrize("status", [408, 500, 501, 502, 503, 504])
def test_a_post_is_not_retried_after_a_failure_if_it_may_have_been_accepted(status):
    assert pause(1, "POST", Status(status), jitter=1.0) is None


def test_a_post_that_was_rate_limited_is_retried():
    assert pause(1, "POST", Status(429), jitter=1.0) == 0.5


@pytest.mark.parametrize(
    ("method", "sent", "expected"),
    [
        ("GET", True, 0.5),
        ("GET", False, 0.5),
        ("DELETE", True, 0.5),
        ("POST", False, 0.5),
        ("POST", True, None),
    ],
)
def test_a_lost_request_is_retried_unless_it_could_be_billed_twice(method, sent, expected):
    assert pause(1, method, Lost(sent, "reset"), jitter=1.0) == expected


@pytest.mark.parametrize(("attempt", "longest"), [(1, 0.5), (2, 1.0), (3, 2.0)])
def test_pauses_double_and_vary_by_up_to_a_half(attempt, longest):
    spread = [pause(attempt, "GET", Status(503), jitter=jitter) for jitter in (0.0, 0.5, 1.0)]
    assert spread == [longest * 0.5, longest * 0.75, longest]


def test_the_last_attempt_is_the_last():
    assert pause(ATTEMPTS, "GET", Status(503), jitter=0.5) is None


@pytest.mark.parametrize(("retry_after", "expected"), [(0.0, 0.0), (7.0, 7.0), (60.0, 60.0), (61.0, None)])
def test_the_pause_that_the_service_asks_for_is_kept_or_left_to_the_caller(retry_after, expected):
    assert pause(1, "GET", Status(429, retry_after), jitter=0.5) == expected


@pytest.mark.parametrize(("budget", "expected"), [(5.0, None), (6.9, None), (7.0, 7.0), (900.0, 7.0)])
def test_no_pause_is_longer_than_the_retry_budget_allows(budget, expected):
    assert pause(1, "GET", Status(429, 7.0), budget=budget) == expected


def test_a_back_off_that_exceeds_the_retry_budget_gives_up_too():
    assert pause(3, "GET", Lost(sent=True, reason="reset"), budget=1.0) is None
