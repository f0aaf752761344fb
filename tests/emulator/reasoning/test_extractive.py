from dataclasses import replace

import pytest

from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.layout import EMPTY, HEADER
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.reasoner import Answer, Options, Question, QuestionAnswer

REASONER = ExtractiveReasoner()
OPTIONS = Options()


async def answers_to(material, *questions, options=OPTIONS):
    return [found.answer for found in await REASONER.answer_questions(questions, material, options)]


async def test_an_answer_quotes_its_evidence_and_counts_words(garden):
    answers = await REASONER.answer_questions([Question("Who books the tents?")], garden, OPTIONS)
    text = f'{HEADER}\n[00:22] A: "I will book the tents by Friday."'
    quotes = ("I will book the tents by Friday.",)
    assert answers == [
        QuestionAnswer("Who books the tents?", text, garden.word_count + 4, len(text.split()), quotes)
    ]


async def test_questions_are_answered_in_the_order_asked(garden):
    questions = [Question("What about the music?"), Question("Who books the tents?")]
    answers = await REASONER.answer_questions(questions, garden, OPTIONS)
    assert [answer.question for answer in answers] == [question.question for question in questions]
    assert "music" in answers[0].answer


async def test_words_that_were_never_said_are_named(garden):
    (answer,) = await answers_to(garden, Question("Did the lawyer see the tents?"))
    assert answer.split("\n")[1] == "Never said in the transcript: lawyer."


async def test_an_answer_without_evidence_says_so(garden):
    assert await answers_to(garden, Question("What is the capital of France?")) == [
        f"{HEADER}\nNot found in the recording: no sentence is near enough to the question to be quoted."
    ]


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        (("Monday", "Friday"), "Answer option best supported: Friday"),
        (("Monday", "Tuesday"), "None of the answer options (Monday, Tuesday) is supported by the quotes."),
        (("tents", "Friday"), "Answer options supported equally: tents, Friday"),
    ],
)
async def test_an_answer_names_the_options_that_the_quotes_support(garden, options, verdict):
    (answer,) = await answers_to(garden, Question("When are the tents booked?", answer_options=options))
    assert answer == f'{HEADER}\n{verdict}\n[00:22] A: "I will book the tents by Friday."'


async def test_a_format_is_applied_or_reported_as_not_applied(garden):
    one, odd = await answers_to(
        garden,
        Question("What about the fair?", answer_format="one sentence"),
        Question("Who books the tents?", answer_format="a haiku"),
    )
    assert len(one.split("\n")) == 2
    assert 'answer_format "a haiku" was not applied' in odd


async def test_the_contexts_of_request_and_question_help_the_ranking():
    material = Material((Source.from_text("The fair has music. The fair has cakes. The fair has tents."),))
    form = "one sentence"
    question = Question("What does the fair have?", context={"topic": "cakes"}, answer_format=form)
    (by_question,) = await answers_to(material, question)
    (by_request,) = await answers_to(
        material, replace(question, context=None), options=replace(OPTIONS, context="tents")
    )
    assert by_question == f'{HEADER}\n"The fair has cakes."'
    assert by_request == f'{HEADER}\n"The fair has tents."'


async def test_a_summary_quotes_in_time_order(garden):
    answer = await REASONER.summarize(garden, replace(OPTIONS, answer_format="2 bullet points"))
    assert answer.text == (
        f"{HEADER}\n"
        '- [00:11] A: "Because the town hall is closed for repairs in May."\n'
        '- [00:16] B: "Then we agreed to move the fair to the second Sunday in June."'
    )


async def test_action_items_are_bullets_by_default(garden):
    answer = await REASONER.extract_action_items(garden, OPTIONS)
    assert answer.text == (
        f"{HEADER}\n"
        "Found by wording, so some may be chatter and others may be missing.\n"
        '- [00:16] B (agreement, June): "Then we agreed to move the fair to the second Sunday in June."\n'
        '- [00:22] A (commitment, by Friday): "I will book the tents by Friday."\n'
        '- [00:26] A (request): "Could you ask the bakery about the cakes?"'
    )


async def test_an_answer_without_action_items_says_so():
    material = Material((Source.from_text("It rained."),))
    answer = await REASONER.extract_action_items(material, OPTIONS)
    assert answer.text == f"{HEADER}\nNo sentence reads as a promise, a request, a need or an agreement."


async def test_a_task_quotes_the_sentences_nearest_to_its_prompt(garden):
    answer = await REASONER.task("Find everything about the bakery", garden, OPTIONS)
    assert '[00:26] A: "Could you ask the bakery about the cakes?"' in answer.text


async def test_a_task_that_asks_for_a_summary_or_action_items_gets_one(garden):
    summary = await REASONER.task("Summarize this in two bullet points", garden, OPTIONS)
    assert summary.text.count("\n- ") == 2
    actions = await REASONER.task("What are the next steps?", garden, OPTIONS)
    assert "(commitment, by Friday)" in actions.text


async def test_a_task_beyond_quoting_names_the_option_for_a_language_model(garden):
    answer = await REASONER.task("Write a poem", garden, OPTIONS)
    assert answer.text.startswith(
        f"{HEADER}\nNo sentence of the transcript is near enough to the prompt to be quoted."
    )
    assert "--llm-url" in answer.text


async def test_quotes_from_several_transcripts_name_their_source(garden):
    both = Material((*garden.sources, Source.from_text("The tents are blue.")))
    (answer,) = await answers_to(both, Question("What about the tents?"))
    assert 'transcript t-garden [00:22] A: "I will book the tents by Friday."' in answer
    assert 'input_text "The tents are blue."' in answer


async def test_the_answer_about_an_empty_transcript_says_that_it_is_empty(silence):
    text = f"{HEADER}\n{EMPTY}"
    assert (await REASONER.summarize(silence, OPTIONS)).text == text
    assert (await REASONER.extract_action_items(silence, OPTIONS)).text == text
    assert (await REASONER.task("Find the cakes", silence, OPTIONS)).text == text
    assert await answers_to(silence, Question("Why?")) == [text]


async def test_an_answer_stays_within_max_output_size(garden):
    for size in range(1, 60, 7):
        answer = await REASONER.summarize(garden, replace(OPTIONS, max_output_size=size))
        assert answer == Answer(answer.text, garden.word_count, len(answer.text.split()))
        assert answer.output_tokens <= size


async def test_every_quote_is_a_sentence_of_the_transcript(garden):
    said = {line.text for line in garden.lines}
    answers = [
        await REASONER.summarize(garden, OPTIONS),
        await REASONER.extract_action_items(garden, OPTIONS),
        await REASONER.task("fair tents bakery date music", garden, OPTIONS),
    ]
    for answer in answers:
        quotes = [line.split(' "', 1)[1][:-1] for line in answer.text.split("\n") if line.endswith('"')]
        assert quotes
        assert set(quotes) <= said
