"""Whether a call may become a task."""

from assemblyai_mcp.tasks.offer import begin, may_begin, offering
from assemblyai_mcp.tasks.states import Working


def test_work_that_begins_while_no_task_is_taken_makes_none():
    begin("wait", {}, Working("working"))
    with offering() as offer:
        assert (may_begin(), offer.begun) == (True, None)
    assert not may_begin()


def test_the_last_work_that_begins_is_the_task():
    with offering() as offer:
        begin("wait", {"number": 1}, Working("working"))
        begin("wait", {"number": 2}, Working("working"))
    assert offer.begun
    assert offer.begun.work == {"number": 2}
