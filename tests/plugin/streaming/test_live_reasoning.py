"""A language model reasons over live speech, as far as it was heard."""

import json
from dataclasses import replace

import httpx
import pytest
from tests.plugin.streaming.live_events import live_of, turn

from assemblyai_tools import Client, InvalidArgumentsError, LiveTranscript

LINES = "[00:12] A: We launch on Wednesday.\n[00:15] B: No, we agreed on Thursday."


@pytest.fixture
def live():
    return live_of(
        turn(0, "We launch on Wednesday.", 12_000, speaker="A"),
        turn(1, "No, we agreed on Thursday.", 15_000, speaker="B"),
    )


def answers(*pairs):
    return json.dumps(
        {"answers": [{"question": "?", "answer": text, "quotes": quotes} for text, quotes in pairs]}
    )


class Model:
    """Gives fixed answers, and keeps the prompts."""

    def __init__(self, text):
        self.text, self.prompts = text, []

    def __call__(self, prompt):
        self.prompts.append(prompt)
        return self.text


def run(flow, model, settings, service=None):
    transport = httpx.MockTransport(service or _no_service)
    with Client(settings, complete=model, transport=transport) as client:
        return client.run(flow)


def _no_service(request):
    raise AssertionError(f"the service was asked: {request.url}")


def test_answers_have_quotes_with_the_times_and_speakers_of_the_turns(live, settings):
    model = Model(answers(("Thursday.", ["[00:15] B: we agreed on Thursday", "It is cancelled."])))

    view = run(live.ask_question(questions=["When?"], quotes=True), model, settings)

    [answer] = view.answers
    assert LINES in model.prompts[0]
    assert [(one.match, one.text, one.start, one.end, one.speaker) for one in answer.quotes] == [
        ("verbatim", "we agreed on Thursday.", 15_100, 15_500, "B"),
        ("unverified", "It is cancelled.", None, None, None),
    ]
    assert '- [00:15] B: "we agreed on Thursday."' in view.render()


def test_the_service_gets_the_lines_as_text_and_quotes_are_looked_up_here(live, settings):
    def service(request):
        sent = json.loads(request.content)
        assert (request.url.path, sent["input_text"]) == ("/lemur/v3/generate/question-answer", LINES)
        assert "transcript_ids" not in sent
        said = 'Thursday.\n"we agreed on Thursday"'
        return httpx.Response(
            200, json={"request_id": "r1", "response": [{"question": "When?", "answer": said}]}
        )

    lemur = replace(settings, llm="lemur")
    view = run(live.ask_question(questions=["When?"], quotes=True), None, lemur, service)

    assert [(one.start, one.speaker) for one in view.answers[0].quotes] == [(15_100, "B")]


@pytest.mark.parametrize(
    ("name", "arguments", "asked"),
    [
        ("summarize", {"answer_format": "one sentence"}, "Summarize the transcript."),
        ("extract_action_items", {}, "List the action items"),
        ("run_task", {"prompt": "Who disagrees?"}, "Who disagrees?"),
    ],
)
def test_texts_are_written_about_what_was_said(live, settings, name, arguments, asked):
    model = Model("The text.")

    view = run(getattr(live, name)(**arguments), model, settings)

    assert view.response == "The text."
    assert asked in model.prompts[0]
    assert LINES in model.prompts[0]


def test_minutes_hold_the_turns_with_times_and_speakers(live, settings, tmp_path):
    model = Model(answers(("Ada", []), ("none", []), ("A date.", []), ("Thursday", []), ("none", [])))

    view = run(live.summarize(save_to=str(tmp_path / "minutes.md")), model, settings)

    page = (tmp_path / "minutes.md").read_text()
    assert view.saved_to == str(tmp_path / "minutes.md")
    assert page.startswith(f"# Minutes: Transcript {live.id}\n")
    assert "\\[00:15\\] Speaker B:** No, we agreed on Thursday." in page


def test_what_is_said_until_the_flow_is_run_counts(live, settings):
    model = Model("Two dates.")
    flow = live.summarize()
    live.add(turn(2, "Friday then.", 20_000))

    run(flow, model, settings)

    assert "[00:20] Friday then." in model.prompts[0]


@pytest.mark.parametrize("name", ["ask_question", "summarize", "extract_action_items", "run_task"])
def test_before_anything_was_said_no_model_is_asked(settings, name):
    model = Model("never")
    arguments = {"ask_question": {"questions": ["When?"]}, "run_task": {"prompt": "Go."}}.get(name, {})

    with pytest.raises(InvalidArgumentsError, match="Nothing was said yet"):
        run(getattr(LiveTranscript(), name)(**arguments), model, settings)

    assert model.prompts == []


@pytest.mark.parametrize("name", ["transcript_ids", "input_text"])
def test_another_source_is_refused(live, name):
    with pytest.raises(InvalidArgumentsError, match=f"takes no {name}"):
        live.summarize(**{name: "t1"})


def test_wrong_arguments_are_refused_at_once(live):
    with pytest.raises(InvalidArgumentsError, match="'questions' is required"):
        live.ask_question()
