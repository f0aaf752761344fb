"""A transcript is waited for as long as its job makes progress."""

import pytest

from assemblyai_tools import ConnectionFailedError, NotFoundError
from assemblyai_tools.cli.exits import UnfinishedError
from assemblyai_tools.cli.patience import wait_until_done
from assemblyai_tools.results.transcript_view import TranscriptView


class Service:
    """Answers looks: a status, a status with the share that is done, or an error. A look takes ten minutes."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.fraction = None
        self.now = 0.0

    def clock(self):
        return self.now

    def run(self, flow, *, more_to_come):
        assert more_to_come
        flow.close()
        self.now += 600
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, self.fraction = answer if isinstance(answer, tuple) else (answer, None)
        return TranscriptView(id="t1", status=status)

    def wait(self, **options):
        return wait_until_done(self, "t1", clock=self.clock, **options)


def test_it_is_waited_for_as_long_as_it_makes_progress():
    moving = [("processing", step / 100) for step in range(100)]
    assert Service("queued", *moving, "completed").wait().status == "completed"


def test_a_job_without_progress_is_left_after_two_hours():
    service = Service(*["processing"] * 14)
    with pytest.raises(UnfinishedError, match="its status is processing, without progress for two hours"):
        service.wait()
    assert service.answers == []


def test_a_service_that_cannot_be_reached_is_left_after_half_an_hour():
    lost = ConnectionFailedError("The connection failed.")
    assert Service(lost, lost, lost, "queued", lost, lost, lost, "completed").wait().status == "completed"
    with pytest.raises(UnfinishedError, match=r"the service cannot be reached \(The connection failed\.\)"):
        Service(*[lost] * 4).wait()


def test_what_will_not_pass_is_raised_at_once():
    with pytest.raises(NotFoundError):
        Service(NotFoundError("No.", status=404)).wait()


def test_a_limit_ends_the_wait_and_nothing_is_lost():
    with pytest.raises(UnfinishedError, match="its status is queued") as caught:
        Service("queued", "queued").wait(longest=1000)
    assert caught.value.transcript_id == "t1"
    with pytest.raises(UnfinishedError, match="its status is unknown"):
        Service(ConnectionFailedError("No.")).wait(longest=0)
