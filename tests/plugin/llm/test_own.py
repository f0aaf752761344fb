import pytest

from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError, LanguageModelError
from assemblyai_tools.flow import Complete, Completion, Request
from assemblyai_tools.llm.back_end import Answered, Answers, Text
from assemblyai_tools.llm.own import Own
from assemblyai_tools.llm.prompts import questions_prompt, text_prompt

own = Own()
WORDS = {"input_text": "Words."}
NOTE = {"id": "t1", "status": "completed", "text": "A note."}


def test_the_transcripts_are_read_and_put_into_the_prompt(walk, reply):
    parameters = {"transcript_ids": ["t1"], "context": "A meeting."}
    steps, text = walk(own.text("summary", parameters), reply(NOTE), "Short.")
    assert steps == [
        Request("GET", "/v2/transcript/t1"),
        Complete(text_prompt("summary", parameters, "Transcript t1:\nA note.")),
    ]
    assert text == Text("Short.")


def test_given_text_is_put_into_the_prompt_as_it_is(walk):
    steps, text = walk(own.text("task", {**WORDS, "prompt": "Count."}), Completion("On", cut=True))
    assert steps == [Complete(text_prompt("task", {"prompt": "Count."}, "Words."))]
    assert text == Text("On", cut=True)


@pytest.mark.parametrize("quotes", [True, False])
def test_questions_are_answered_in_the_form_that_was_asked_for(walk, quotes):
    parameters = {**WORDS, "questions": [{"question": "Who?"}]}
    steps, answers = walk(
        own.answers(parameters, quotes=quotes), '{"answers": [{"answer": "Ada.", "quotes": ["So."]}]}'
    )
    assert steps == [Complete(questions_prompt(parameters, "Words.", quotes=quotes))]
    assert answers == Answers([Answered("Who?", "Ada.", ("So.",))])


def test_the_longest_output_is_said_in_words_as_models_name_that_setting_differently(walk):
    steps, _ = walk(own.text("summary", {**WORDS, "max_output_size": 400}), "Short.")
    assert steps[0].prompt.endswith("</transcript>\n\nWrite at most 300 words.")
    steps, _ = walk(own.text("summary", {**WORDS, "max_output_size": 1}), "Short.")
    assert steps[0].prompt.endswith("Write at most 1 words.")


@pytest.mark.parametrize("given", [{"final_model": "other"}, {"temperature": 0.0}])
def test_what_the_model_was_set_up_with_cannot_be_chosen_by_a_call(given):
    (name,) = given
    with pytest.raises(InvalidArgumentsError) as caught:
        next(own.text("summary", {**WORDS, **given}))
    assert str(caught.value) == (
        f"{name} cannot be chosen here: the answers come from a model that is set up already. "
        f"Call again without {name}."
    )


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_model_that_writes_nothing_has_failed(walk, text):
    with pytest.raises(LanguageModelError, match=r"answered without any text\."):
        walk(own.text("summary", WORDS), text)
    with pytest.raises(LanguageModelError, match=r"answered without any text\."):
        walk(own.answers({**WORDS, "questions": [{"question": "Who?"}]}), text)


def test_there_is_nothing_to_purge():
    with pytest.raises(ConfigurationError, match="nothing of it is kept at AssemblyAI"):
        next(own.purge("r1"))
