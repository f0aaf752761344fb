"""The jobs and their checks, by scripts in place of a model."""

import pytest
from evals.jobs.catalogue import JOBS
from evals.scripts.policy import POLICIES
from evals.sides.side import SIDES
from tests.evals.commands import outcomes

ALL = {(side, name) for side in SIDES for name in JOBS}
BEYOND_THE_ENDPOINTS = {("endpoints", "minutes"), ("endpoints", "paid_yesterday")}
"""What no sequence of calls of the API does: a document of Word, and knowing a file that was sent before."""


def test_each_job_is_done_by_its_script_and_by_no_other(tmp_path):
    found, _ = outcomes(
        tmp_path, *(word for policy in POLICIES for word in ("--model", f"scripted/{policy}"))
    )
    problems = {(one["model"], one["side"], one["job"]): one["problem"] for one in found}
    undone = {
        policy: {(side, job) for side, job in ALL if problems[f"scripted/{policy}", side, job]}
        for policy in POLICIES
    }
    assert undone == {"right": BEYOND_THE_ENDPOINTS, "wrong": ALL, "idle": ALL}
    # The checks found all of that: no conversation broke off before them.
    assert {
        text for text in problems.values() if text.startswith(("an error", "broken off", "it was not"))
    } == set()
    assert {one["cost"] for one in found} == {None}, "a script has no price"


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
