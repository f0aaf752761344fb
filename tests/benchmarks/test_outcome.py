"""What became of a side's jobs is counted by the audio that they are about."""

from benchmarks.outcome import Outcome

AUDIO = [f"https://audio.test/{index}/2.0.mp3" for index in range(4)]


def counted(jobs, returned=(), failed=None):
    measured = {
        "returned": dict.fromkeys(returned, 1.0),
        "failed": {AUDIO[index]: error for index, error in (failed or {}).items()},
    }
    report = {"jobs": {name: {"audio_url": AUDIO[index]} for name, index in jobs.items()}}
    return Outcome.of(AUDIO, measured, report)


def error(text="refused", transcript_id=None):
    return {"text": text, "transcript_id": transcript_id}


EVERY = {"k-0": 0, "k-1": 1, "k-2": 2, "k-3": 3}


def test_results_for_all_lose_nothing():
    assert counted(EVERY, returned=EVERY) == Outcome(lost=0, by_id=0, twice=0)


def test_neither_a_result_nor_an_id_is_a_loss_whether_or_not_there_is_a_job():
    assert counted({"k-0": 0, "k-1": 1}, ["k-0"], {1: error(), 2: error(), 3: error()}).lost == 3


def test_an_error_with_the_id_is_no_loss_but_is_counted():
    seen = counted(EVERY, ["k-0", "k-1"], {2: error(transcript_id="k-2"), 3: error()})
    assert seen == Outcome(lost=1, by_id=1, twice=0)


def test_an_id_in_the_text_of_an_error_will_do_but_only_the_whole_of_it():
    jobs = {"k-1": 1, "k-12": 2}
    assert counted(jobs, ["k-1"], {2: error("failed to retrieve transcript k-12: 503")}).by_id == 1
    assert counted(jobs, ["k-12"], {1: error("failed to retrieve transcript k-12: 503")}).by_id == 0


def test_an_id_of_another_audio_is_a_loss():
    assert counted(EVERY, ["k-0", "k-1", "k-2"], {3: error(transcript_id="k-2")}).lost == 1


def test_a_result_that_two_callers_share_leaves_one_of_them_without():
    assert counted({"k-0": 0, "k-2": 2, "k-3": 3}, ["k-0", "k-2", "k-3"]).lost == 1


def test_jobs_about_an_audio_beyond_its_first_are_paid_for_twice_also_while_others_are_missing():
    assert counted({"k-0": 0, "again": 0, "once more": 0, "k-1": 1}, ["k-0", "k-1"]).twice == 2


def test_outcomes_add_up():
    rounds = [Outcome(lost=1, by_id=2, twice=3), Outcome(lost=10, by_id=20, twice=30)]
    assert Outcome.total(rounds) == Outcome(lost=11, by_id=22, twice=33)
