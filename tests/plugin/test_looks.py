import pytest

from assemblyai_tools.errors import NotFoundError
from assemblyai_tools.flow import Await, Pause, Request
from assemblyai_tools.looks import Glance, at_first_sight, briefly

READ = Request("GET", "/v2/transcript/t1")


def flow():
    try:
        got = yield READ
    except NotFoundError:
        got = "none"
    yield Pause(1)
    return got


def test_the_requests_of_a_brief_flow_are_tried_again_for_a_short_time_and_other_steps_stay_the_same():
    brief = briefly(flow())
    request = next(brief)
    assert (request.path, request.retry_for) == (READ.path, 5.0)
    assert brief.send("found") == Pause(1)
    with pytest.raises(StopIteration) as stopped:
        brief.send(None)
    assert stopped.value.value == "found"


def test_a_brief_flow_hears_of_errors():
    brief = briefly(flow())
    next(brief)
    assert brief.throw(NotFoundError("none", status=404)) == Pause(1)
    with pytest.raises(StopIteration) as stopped:
        brief.send(None)
    assert stopped.value.value == "none"


def test_a_brief_flow_that_is_given_up_ends_the_flow_in_it():
    ended = []

    def endless():
        try:
            yield READ
        finally:
            ended.append(True)

    brief = briefly(endless())
    next(brief)
    brief.close()
    assert ended == [True]


def test_at_first_sight_only_the_wait_for_a_transcript_is_another():
    def waiting():
        yield READ
        return (yield Await("t1", 900, fresh=True, webhook=("x-hook", "secret")))

    glancing = at_first_sight(waiting())
    assert next(glancing) == READ
    step = glancing.send(None)
    assert (type(step), step.seconds, step.fresh, step.webhook) == (Glance, 900, True, ("x-hook", "secret"))
