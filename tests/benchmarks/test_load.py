"""What the load part makes of its measurements; the measurements themselves are stood in for."""

import pytest
from benchmarks import batch, faults, load
from benchmarks.batch import Batch
from benchmarks.figure import Figure
from benchmarks.outcome import Outcome


def measured(wall):
    return {"wall": wall, "cpu": wall / 2, "peak_mb": 50.0}


def test_sides_run_in_turns_with_ours_around_and_between_the_others(monkeypatch):
    order = []

    def cost(self):
        order.append((self.side, self.jobs, self.latency))
        return measured(len(order))

    monkeypatch.setattr(Batch, "cost", cost)
    monkeypatch.setattr(faults, "measure", list)
    figures = load.measure()
    ours = ("many_ours", 500, 0.0)
    assert (order[0], order[-1], order.count(ours)) == (ours, ours, 3)
    others = [
        ("many_sdk_async", 500, 0.0),
        ("many_ours", 2_000, 0.0),
        ("many_ours", 250, 0.1),
        ("many_sdk_async", 250, 0.1),
        ("many_sdk_threads", 500, 0.0),
    ]
    assert [order.count(other) for other in others] == [2] * 5
    assert order[order.index(ours) + 1 : order.index(ours, 1)] == [*others, others[-1]]
    assert all(isinstance(figure, Figure) for figure in figures)


def test_figures_say_how_late_answers_were_and_compare_like_with_like(monkeypatch):
    walls = {
        ("many_ours", 500, 0.0): 4.0,
        ("many_sdk_async", 500, 0.0): 20.0,
        ("many_sdk_threads", 500, 0.0): 30.0,
        ("many_ours", 2_000, 0.0): 12.0,
        ("many_ours", 250, 0.1): 8.0,
        ("many_sdk_async", 250, 0.1): 24.0,
    }
    monkeypatch.setattr(Batch, "cost", lambda self: measured(walls[self.side, self.jobs, self.latency]))
    monkeypatch.setattr(faults, "measure", list)
    seen = {figure.what: (figure.ours, dict(figure.peers), figure.met) for figure in load.measure()}
    peers = {"official SDK, async": 20.0, "official SDK, 50 threads": 30.0}
    assert seen["500 jobs: until the last is returned"] == (4.0, peers, True)
    late = "250 jobs, answers 0.1 s late: until the last is returned"
    assert seen[late] == (8.0, {"official SDK, async": 24.0}, None)
    assert seen["2,000 jobs: processor time"] == (6.0, {"4 times 500 jobs": 8.0}, True)


def test_every_job_of_a_batch_is_accounted_for(monkeypatch):
    monkeypatch.setattr(batch, "SECONDS", 0.0)
    small = Batch("many_ours", 3)
    assert small.asked[1] == "https://audio.test/1/0.0.mp3"
    found, report = small.run()
    assert {job["audio_url"] for job in report["jobs"].values()} == set(small.asked)
    assert Outcome.of(small.asked, found, report) == Outcome(lost=0, by_id=0, twice=0)


def test_a_cost_is_of_jobs_that_were_all_returned(monkeypatch):
    returned = {"returned": {"k-0": 1.0}, "failed": {}, **measured(1.0)}
    monkeypatch.setattr(Batch, "run", lambda _: (returned, {}))
    assert Batch("many_ours", 1).cost() == measured(1.0)
    with pytest.raises(RuntimeError, match="did not return all"):
        Batch("many_ours", 2).cost()


def test_outcomes_of_all_seeds_are_added_up_on_both_sides(monkeypatch):
    ran = []

    def run(self, seed):
        ran.append((self.side, seed, self.faults))
        failed = {self.asked[-1]: {"text": "refused", "transcript_id": None}}
        jobs = {f"k-{index}": {"audio_url": url} for index, url in enumerate(self.asked[:-1])}
        if self.side == "many_ours":
            return {"returned": jobs, "failed": failed}, {"jobs": jobs}
        again = {"again": {"audio_url": self.asked[0]}}
        return {"returned": {}, "failed": failed}, {"jobs": jobs | again}

    monkeypatch.setattr(Batch, "run", run)
    seen = [(figure.ours, dict(figure.peers), figure.met) for figure in faults.measure()]
    assert seen == [
        (6.0, {"official SDK, async": 1_500.0}, False),
        (0.0, {"official SDK, async": 0.0}, None),
        (0.0, {"official SDK, async": 6.0}, True),
    ]
    assert len(ran) == len(set(ran)) == 12
    assert {share for _, _, share in ran} == {0.02}
