import pytest
from tests.fences import unnumbered

from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError, LanguageModelError
from assemblyai_tools.flow import Complete, Completion, Request
from assemblyai_tools.llm.back_end import Answered, Answers, Text
from assemblyai_tools.llm.own_model import OwnModel
from assemblyai_tools.llm.prompts import questions_prompt, text_prompt

own_model = OwnModel()
WORDS = {"input_text": "Words."}
NOTE = {"id": "t1", "status": "completed", "text": "A note."}


def test_the_transcripts_are_read_and_put_into_the_prompt(walk, reply):
    parameters = {"transcript_ids": ["t1"], "context": "A meeting."}
    steps, text = walk(own_model.text("summary", parameters), reply(NOTE), "Short.")
    assert steps == [
        Request("GET", "/v2/transcript/t1"),
        Complete(text_prompt("summary", parameters, "Transcript t1:\nA note.")),
    ]
    assert text == Text("Short.")


def test_given_text_is_put_into_the_prompt_unchanged(walk):
    steps, text = walk(own_model.text("task", {**WORDS, "prompt": "Count."}), Completion("On", cut=True))
    assert steps == [Complete(text_prompt("task", {"prompt": "Count."}, "Words."))]
    assert text == Text("On", cut=True)


@pytest.mark.parametrize("quotes", [True, False])
def test_questions_are_answered_as_the_prompt_asks(walk, quotes):
    parameters = {**WORDS, "questions": [{"question": "Who?"}]}
    steps, answers = walk(
        own_model.answers(parameters, quotes=quotes), '{"answers": [{"answer": "Ada.", "quotes": ["So."]}]}'
    )
    assert steps == [Complete(questions_prompt(parameters, "Words.", quotes=quotes))]
    assert answers == Answers([Answered("Who?", "Ada.", ("So.",))])


def test_the_output_limit_is_stated_in_the_prompt(walk):
    steps, _ = walk(own_model.text("summary", {**WORDS, "max_output_size": 400}), "Short.")
    assert unnumbered(steps[0].prompt).endswith("</transcript>\n\nWrite at most 300 words.")
    steps, _ = walk(own_model.text("summary", {**WORDS, "max_output_size": 1}), "Short.")
    assert steps[0].prompt.endswith("Write at most 1 words.")


@pytest.mark.parametrize("given", [{"final_model": "other"}, {"temperature": 0.0}])
def test_a_call_cannot_change_what_the_model_was_created_with(given):
    (name,) = given
    with pytest.raises(InvalidArgumentsError) as caught:
        next(own_model.text("summary", {**WORDS, **given}))
    assert str(caught.value) == (
        f"{name} cannot be chosen here: the answers come from a model that is set up already. "
        f"Call again without {name}."
    )


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_model_that_writes_nothing_is_an_error(walk, text):
    with pytest.raises(LanguageModelError, match=r"answered without any text\."):
        walk(own_model.text("summary", WORDS), text)
    with pytest.raises(LanguageModelError, match=r"answered without any text\."):
        walk(own_model.answers({**WORDS, "questions": [{"question": "Who?"}]}), text)


def test_there_is_nothing_to_purge():
    with pytest.raises(ConfigurationError, match="nothing of it is kept at AssemblyAI"):
        next(own_model.purge("r1"))
