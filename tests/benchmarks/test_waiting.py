import pytest
from benchmarks.waiting import Waits, most_in_a_second


@pytest.mark.parametrize(
    ("times", "most"),
    [
        ([], 0),
        ([7.25], 1),
        ([0.0, 0.5, 1.0, 1.5], 2),
        ([0.0, 0.5, 0.99, 1.5], 3),
        ([0.0, 3.0, 6.0, 6.25, 6.5, 6.75, 7.0, 60.0], 4),
    ],
)
def test_the_busiest_second_may_begin_at_any_time_and_ends_before_the_next(times, most):
    assert most_in_a_second(times) == most


def job(*reads, seconds=2.0, ends=0.0):
    return {"audio_url": "", "seconds": seconds, "ends": ends, "reads": list(reads)}


def waits(jobs, returned, lists=0):
    return Waits({"returned": returned}, {"jobs": jobs, "requests": {"list": lists}})


def test_the_busiest_second_of_any_job_counts():
    jobs = {"calm": job(0.5, 1.0, 1.1), "busy": job(9.0, 9.3, 9.6, 9.7)}
    assert waits(jobs, {}).busiest == 4


def test_a_peak_is_not_evened_out_over_a_long_life():
    assert waits({"long": job(1.0, 1.1, 1.2, 180.0, seconds=180.0)}, {}).busiest == 3


def test_looks_are_reads_and_looks_at_the_list_for_each_job_that_was_returned():
    jobs = {"a": job(1.0, 2.0, ends=2.0), "b": job(3.0, ends=2.5, seconds=60.0)}
    seen = waits(jobs, {"a": 2.25, "b": 3.5}, lists=3)
    assert (seen.looks, seen.lag, seen.looks_at_short_jobs()) == (3.0, 0.625, 2)
