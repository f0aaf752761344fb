"""The jobs and their checks, by scripts in place of a model."""

import pytest
from evals.checks.check import problems
from evals.jobs.catalogue import JOBS
from evals.scripts.policy import act
from evals.sides.side import SIDES
from evals.world.world import world
from tests.evals.commands import outcomes

ALL = {(side, name) for side in SIDES for name in JOBS}
BEYOND_THE_ENDPOINTS = {("endpoints", "minutes"), ("endpoints", "paid_yesterday")}
"""Jobs that calls of the API cannot do: to write a Word document, and to recognize a file that was sent before."""


def test_each_job_is_done_by_its_script_and_a_mistake_is_found(tmp_path):
    found, _ = outcomes(tmp_path, "--model", "scripted/right", "--model", "scripted/wrong")
    told = {(one["model"], one["side"], one["job"]): one["problem"] for one in found}
    undone = {
        policy: {(side, job) for side, job in ALL if told[f"scripted/{policy}", side, job]}
        for policy in ("right", "wrong")
    }
    assert undone == {"right": BEYOND_THE_ENDPOINTS, "wrong": ALL}
    # The checks found all of that: no conversation broke off before them.
    assert {
        text for text in told.values() if text.startswith(("an error", "broken off", "it was not"))
    } == set()
    assert {one["cost"] for one in found} == {None}, "a script has no price"


@pytest.mark.parametrize("name", JOBS)
async def test_a_job_is_not_done_by_saying_so(service, name):
    async with world(JOBS[name], service) as place:
        place.answers.append(act("idle", JOBS[name].request, "tools", []).text)
        assert problems(JOBS[name].checks, await place.end_state()) != []


def test_there_are_25_jobs_and_each_has_a_mistake_that_its_checks_must_find():
    assert len(JOBS) == 25
    assert [name for name, job in JOBS.items() if not ("tools" in job.right and "tools" in job.wrong)] == []
    assert {("endpoints", name) for name, job in JOBS.items() if "endpoints" not in job.right} == (
        BEYOND_THE_ENDPOINTS
    )


def test_a_policy_can_tell_the_jobs_apart():
    assert len({job.request for job in JOBS.values()}) == len(JOBS)


@pytest.mark.parametrize("name", JOBS)
def test_a_request_names_no_tool(name):
    words = " ".join((JOBS[name].request, *JOBS[name].replies))
    assert "_" not in words, "a person does not know what the tools are called"
