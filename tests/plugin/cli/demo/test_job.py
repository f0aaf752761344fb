"""The demo's job goes on after a failure, waits as long as there is progress, and says what it leaves."""

import pytest
from langchain_core.messages import ToolMessage
from tests.plugin.cli.demo.printed import headings, printed

from assemblyai_tools import Progress
from assemblyai_tools.cli import demo
from assemblyai_tools.cli.demo import Wishes, run_demo
from assemblyai_tools.cli.demo_job import Job, Order, frequent_words, questions_about


def test_what_is_asked_of_a_recording_without_key_phrases_fits_any():
    assert questions_about([]) == ["What is this recording about?", "What was agreed or decided?"]


class Tools(dict):
    """Stand-ins for the tools: `failing` ones fail, the others return what the job needs."""

    def __init__(self, *failing, statuses=("completed",), on_wait=lambda: None):
        super().__init__()
        self.failing = failing
        self.statuses = list(statuses)
        self.on_wait = on_wait
        self.called = []

    def __missing__(self, name):
        return self

    def invoke(self, call):
        self.called.append(call["name"])
        status = "error" if call["name"] in self.failing else "success"
        if call["name"] in ("transcribe", "get_transcript"):
            self.on_wait()
        state = self.statuses[0] if len(self.statuses) == 1 else self.statuses.pop(0)
        artifact = {
            "upload_url": "http://x.test/u",
            "id": "t1-and-more",
            "status": state,
            "parts": [{"lines": [{"text": "Something was said."}]}],
            "request_id": "r1",
            "purgeable": True,
        }
        return ToolMessage("text", artifact=artifact, status=status, tool_call_id="1")


@pytest.fixture
def job(screen):
    def make(tools):
        made = object.__new__(Job)
        made._screen, made._tools, made._steps, made._purgeable = screen, tools, 0, []
        made._order = Order(path="/a.mp3", name="a.mp3", options={})
        made.failures, made.transcript_id, made.is_unfinished = 0, None, False
        return made

    return make


def test_after_a_failed_answer_the_job_goes_on_with_one_purge_less(job, screen):
    run = job(Tools("summarize"))
    run.run()
    run.clean()
    assert run.failures == 1
    assert run._tools.called[-3:] == ["delete_transcript", "purge_request_data", "purge_request_data"]
    assert headings(screen)[-1][0] == "Delete the transcript of a.mp3 and 2 answers"
    assert printed(screen).endswith("text\nWhat the service kept of 2 answers is purged.\n")


def test_a_purge_that_fails_is_shown_and_counts(job, screen):
    run = job(Tools("purge_request_data"))
    run.run()
    run.clean()
    assert run.failures == 3
    assert "is purged" not in printed(screen)


def test_a_long_recording_is_waited_for_as_long_as_it_makes_progress(job, screen):
    screen.fraction = 0.0

    def advance():
        screen.fraction += 0.01

    run = job(Tools(statuses=["queued", *["processing"] * 30, "completed"], on_wait=advance))
    run.run()
    assert run._tools.called[:32] == ["transcribe", *["get_transcript"] * 31]
    assert not run.is_unfinished
    assert len(headings(screen)) == 6, "waiting is one step, however long it takes"


def test_what_makes_no_progress_for_an_hour_is_given_up(job, screen):
    run = job(Tools(statuses=["processing"]))
    run.run()
    assert run._tools.called == ["transcribe", *["get_transcript"] * 4]
    assert run.is_unfinished
    assert "text" not in printed(screen), "the model's text says that nothing is lost"


def test_a_transcript_that_somebody_deletes_meanwhile_is_no_transcript(job):
    run = job(Tools(statuses=["processing", "deleted"]))
    run.run()
    assert run._tools.called == ["transcribe", "get_transcript"]


@pytest.mark.parametrize(
    ("wishes", "code", "words"),
    [
        (Wishes(), 1, "Nothing is kept of it; with --keep it would have stayed, to be waited for later.\n"),
        (Wishes(keep=True), 4, "Nothing is lost.\n\nKept: the transcript of meeting.ogg (t1-and-more), in "),
        (Wishes(live=True), 4, "assemblyai-tools get t1-and-m\n"),
    ],
)
def test_who_gives_up_says_what_is_lost_and_what_is_not(job, screen, wishes, code, words):
    run = job(Tools(statuses=["processing"]))
    run.run()
    assert demo._ended(run, wishes, screen) == code
    assert words in printed(screen)


@pytest.mark.parametrize(
    ("keep", "known", "said"), [(True, True, True), (True, False, False), (False, True, False)]
)
@pytest.mark.usefixtures("started")
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(screen, monkeypatch, keep, known, said):
    def interrupted(_job):
        screen.report(Progress("waiting", "transcribing", 0.5, "t1-and-more" if known else None))
        raise KeyboardInterrupt

    monkeypatch.setattr(Job, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_demo(Wishes(keep=keep), screen)
    assert ("Stopped. Kept: the transcript of meeting.ogg (t1-and-more), in" in printed(screen)) is said


def test_the_words_to_search_for_are_the_most_frequent_long_ones():
    lines = [{"text": "The customer, the customer!"}, {"text": "A Customer called about the delivery there."}]
    assert frequent_words({"parts": [{"lines": lines}]}) == ["customer", "delivery"]
    assert frequent_words({"parts": [{"lines": []}]}) == []


def test_where_no_word_is_long_nothing_is_searched_for(job):
    run = job(Tools())
    run._tools.on_wait = lambda: None
    run._transcribed = lambda: {"id": "t1", "parts": [{"lines": [{"text": "はい。"}]}]}
    run.run()
    assert run._tools.called[0] == "summarize"
