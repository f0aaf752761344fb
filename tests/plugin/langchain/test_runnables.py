import copy
import pickle
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

from assemblyai_tools import AssemblyAIError, InvalidArgumentsError, get_sentences, summarize
from assemblyai_tools.errors import BadRequestError
from assemblyai_tools.langchain import AssemblyAISteps
from assemblyai_tools.operations.reasoning import AnswersView
from assemblyai_tools.operations.text_answer import TextAnswer
from assemblyai_tools.operations.word_search import MatchesView
from assemblyai_tools.results.transcript_view import TranscriptView

AUDIO = "https://host.test/a.mp3"
CREATED = {"id": "t1", "status": "queued"}
TEXT = {"request_id": "r1", "response": "Short."}
ANSWERS = {
    "request_id": "r1",
    "response": [{"question": "Who?", "answer": 'Ada.\n"I will write the notes."'}],
}


@pytest.fixture
def steps(clients):
    return AssemblyAISteps(clients=clients)


async def test_a_chain_goes_from_a_recording_to_answers_with_quotes(
    invoke, steps, answers, meeting, service, sent
):
    answers(CREATED, meeting, meeting, ANSWERS, meeting)
    chain = steps.transcribe(speaker_labels=True) | steps.ask("Who?", quotes=True)
    view = await invoke(chain, AUDIO)
    assert isinstance(view, AnswersView)
    (quote,) = view.answers[0].quotes
    assert (quote.match, quote.start, quote.speaker) == ("verbatim", 6_000, "A")
    assert sent()[0] == {"audio_url": AUDIO, "speaker_labels": True}
    assert sent()[1]["transcript_ids"] == ["t1"]
    assert service.script == []


@pytest.mark.parametrize(
    ("make", "reply", "expected", "body"),
    [
        (
            lambda steps: steps.summarize(answer_format="one sentence"),
            TEXT,
            TextAnswer(response="Short.", request_id="r1", purgeable=True),
            {"transcript_ids": ["t1", "t2"], "answer_format": "one sentence"},
        ),
        (
            lambda steps: steps.extract_action_items(context="A meeting."),
            TEXT,
            TextAnswer(response="Short.", request_id="r1", purgeable=True),
            {"transcript_ids": ["t1", "t2"], "context": "A meeting."},
        ),
        (
            lambda steps: steps.run_task("Translate.", temperature=0),
            TEXT,
            TextAnswer(response="Short.", request_id="r1", purgeable=True),
            {"transcript_ids": ["t1", "t2"], "prompt": "Translate.", "temperature": 0},
        ),
    ],
)
async def test_a_step_takes_transcripts_and_ids_together(
    invoke, steps, answers, meeting, sent, make, reply, expected, body
):
    answers(meeting, reply)
    assert await invoke(make(steps), [TranscriptView(id="t1", status="completed"), "t2"]) == expected
    assert sent() == [body]


@pytest.mark.parametrize("kind", [bytes, BytesIO])
async def test_a_step_takes_audio_that_the_program_holds(invoke, steps, answers, service, kind):
    answers({"upload_url": "https://cdn.test/1"}, CREATED, {"id": "t1", "status": "completed"})
    view = await invoke(steps.transcribe(), kind(b"sound"))
    assert (view.id, service.requests[0].content) == ("t1", b"sound")


async def test_words_are_searched_in_the_steps_input(invoke, steps, answers, service):
    answers({"total_count": 1, "matches": [{"text": "notes", "count": 1, "timestamps": [[1, 2]]}]})
    view = await invoke(steps.search_words("notes"), "t1")
    assert isinstance(view, MatchesView)
    assert view.matches[0].timestamps == [(1, 2)]


async def test_words_are_searched_in_several_transcripts(invoke, steps, answers):
    found = {"total_count": 1, "matches": [{"text": "notes", "count": 1, "timestamps": [[1, 2]]}]}
    answers(found, found)
    view = await invoke(steps.search_words("notes"), [TranscriptView(id="t1", status="completed"), "t2"])
    assert [match.transcript_id for match in view.matches] == ["t1", "t2"]


async def test_any_operation_can_be_a_step(invoke, steps, answers, sentences):
    answers(sentences)
    view = await invoke(steps.operation(get_sentences), {"transcript_id": "t1"})
    assert view.total == 3


async def test_steps_compose_with_other_runnables(invoke, steps, answers, meeting):
    answers(meeting, TEXT)
    chain = RunnableLambda(lambda given: given["id"]) | steps.summarize() | (lambda view: view.response)
    assert await invoke(chain, {"id": "t1"}) == "Short."


async def test_many_inputs_run_at_once(steps, answers, meeting):
    either = meeting | TEXT  # the order of the reads and the calls is open
    answers(*[either] * 6)
    assert [view.response for view in steps.summarize().batch(["t1", "t2", "t3"])] == ["Short."] * 3
    answers(*[either] * 6)
    assert len(await steps.summarize().abatch(["t1", "t2", "t3"])) == 3


async def test_an_unfinished_transcript_ends_the_chain_and_keeps_its_id(invoke, steps, answers):
    answers(CREATED, CREATED)
    with pytest.raises(AssemblyAIError) as caught:
        await invoke(steps.transcribe(wait_seconds=0) | steps.summarize(), AUDIO)
    assert str(caught.value) == (
        "Transcript t1 is queued, so there is nothing to reason over yet. "
        "Wait for it with get_transcript and wait_seconds, then go on with its id."
    )
    assert caught.value.transcript_id == "t1"


async def test_a_failure_is_an_assemblyai_error_with_its_next_step(invoke, steps, answers):
    answers({"error": "Transcript lookup error, transcript id not found"}, status=400)
    with pytest.raises(BadRequestError, match="list_transcripts shows those it has"):
        await invoke(steps.summarize(), "t1")


async def test_an_unknown_option_is_named(invoke, steps):
    with pytest.raises(InvalidArgumentsError, match="no argument 'speakers_label'"):
        await invoke(steps.transcribe(speakers_label=True), AUDIO)


def test_a_step_has_its_operations_name_and_type(steps):
    step = steps.ask("Who?")
    assert (step.name, step.OutputType) == ("ask_question", AnswersView)
    assert step.get_input_schema() is not None
    assert step.get_output_schema() is AnswersView


async def test_the_callers_own_model_may_reason(invoke, settings):
    steps = AssemblyAISteps(settings, llm=FakeListChatModel(responses=["Short."]))
    view = await invoke(steps.operation(summarize), {"input_text": "Words."})
    assert view.response == "Short."


TYPED = """
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from assemblyai_tools import Client, ask_question, search_words, transcribe, upload_file
from assemblyai_tools.langchain import AssemblyAISteps

steps = AssemblyAISteps()
chain = steps.transcribe() | steps.ask("Who?", quotes=True)
reveal_type(chain.invoke("a.mp3"))
reveal_type(steps.summarize().invoke)
reveal_type(Client().run(transcribe(audio="a.mp3")))
reveal_type(Client().run(search_words(transcript_ids=["t"], words=["a"])).matches[0].timestamps)
Client().run(ask_question(transcript_ids=["t"], questions=["Who?"], quotes=True)).answers[0].quotes[0].start
transcribe(audio=Path("a.mp3")), transcribe(audio=b"RIFF"), transcribe(audio=BytesIO(b"RIFF"))
transcribe(audio=Path("a.mp3").open("rb")), transcribe(audio=NamedTemporaryFile())
upload_file(path=Path("a.mp3")), chain.invoke(Path("a.mp3")), steps.transcribe().invoke(b"RIFF")
transcribe(audioo="a.mp3")
transcribe(audio=3)
steps.summarize().invoke(3)
"""


def test_results_and_arguments_are_typed(tmp_path):
    """What mypy says about a program that uses them."""
    (tmp_path / "program.py").write_text(TYPED)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "-m", "program"],
        cwd=Path(__file__).parents[3],  # the types that `make check` found are in its cache
        env={"MYPYPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    revealed = [line.partition('"')[2].rstrip('"') for line in lines if "Revealed type" in line]
    assert [one.rpartition(".")[2] for one in (revealed[0], revealed[2])] == ["AnswersView", "TranscriptView"]
    assert "-> assemblyai_tools.operations.text_answer.TextAnswer" in revealed[1]
    assert revealed[3] == "list[tuple[int, int]]"
    wrong = {line.split(":")[1] for line in lines if ": error:" in line}
    first = TYPED.splitlines().index('transcribe(audioo="a.mp3")') + 1
    assert wrong == {str(number) for number in range(first, first + 3)}, done.stdout


async def test_the_error_of_a_later_step_names_the_transcript(invoke, steps, service, meeting):
    refused = httpx.Response(400, json={"error": "No credit."})
    service.script = [httpx.Response(200, json=CREATED), httpx.Response(200, json=meeting), refused]
    with pytest.raises(BadRequestError) as caught:
        await invoke(steps.transcribe() | steps.ask("Who?"), AUDIO)
    assert caught.value.transcript_id == "t1"
    assert "t1" in str(caught.value)


async def test_an_error_without_a_transcript_names_none(invoke, steps, service):
    service.script = [httpx.Response(400, json={"error": "No credit."})]
    with pytest.raises(BadRequestError) as caught:
        await invoke(steps.transcribe(), AUDIO)
    assert caught.value.transcript_id is None


@pytest.mark.parametrize(
    "make",
    [
        lambda steps: steps.transcribe(speaker_label=True),
        lambda steps: steps.ask("When?", quote=True),
        lambda steps: steps.ask(),
        lambda steps: steps.summarize(length="short"),
        lambda steps: steps.search_words(),
    ],
)
def test_a_step_that_could_never_work_is_refused_on_creation(steps, service, make):
    with pytest.raises(InvalidArgumentsError, match="was not called"):
        make(steps)
    assert service.requests == []


def test_steps_take_just_a_key():
    steps = AssemblyAISteps(api_key="sk-0123456789abcdef")
    assert steps._clients.settings.require_key() == "sk-0123456789abcdef"


async def test_a_chain_goes_from_a_recording_to_a_page(invoke, steps, answers, meeting, service):
    answers(CREATED, meeting, meeting)
    html = await invoke(steps.transcribe() | steps.html(audio="a.mp3"), AUDIO)
    assert html.startswith("<!doctype html>")
    assert '"src":"a.mp3"' in html
    answers(meeting)
    step = pickle.loads(pickle.dumps(steps.html()))
    assert step.name == "transcript_html"
    assert copy.deepcopy(steps.html()).invoke("t1").startswith("<!doctype html>")
    assert service.script == []
