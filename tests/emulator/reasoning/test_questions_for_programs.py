"""Answers that a program takes apart: an answer format may ask for the items only, or for one word for nothing."""

import pytest

from assemblyai_emulator.gateway.offline_model import _questions
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.reasoner import Options, Question

TEXT = "Good morning. We agree to move the launch to Thursday. I will call Ada | Bob before lunch. The sky is blue."
NONE = "only the word none if there are none"


async def answer(question, form, text=TEXT):
    material = Material((Source.from_text(text),))
    [found] = await ExtractiveReasoner().answer_questions(
        [Question(question, None, form)], material, Options()
    )
    return found.answer


async def test_items_are_alone_on_their_lines():
    lines = (await answer("Which decisions are there?", f"each on a line of its own; {NONE}")).splitlines()
    assert len(lines) == 1
    assert "We agree to move the launch to Thursday." in lines[0]


@pytest.mark.parametrize(
    ("question", "form", "text"),
    [
        (
            "Which decisions are there?",
            f"each on a line of its own, as plain text; {NONE}",
            "The sky is blue.",
        ),
        ("Which action items are there?", f"lines of: what | who | until when; {NONE}", "The sky is blue."),
        ("Who takes part?", f"only the names, each on a line of its own; {NONE}", TEXT),
        ("On which date is the launch?", f"only the date; {NONE}", TEXT),
        ("Which decisions are there?", f"each on a line of its own; {NONE}", ""),
    ],
)
async def test_what_quotes_cannot_tell_is_the_word_for_nothing(question, form, text):
    assert await answer(question, form, text) == "none"


async def test_action_items_have_columns_if_that_is_asked_for():
    form = f"lines of: what | who | until when, with a dash for what nobody says; {NONE}"
    lines = (await answer("Which action items are there?", form)).splitlines()
    assert "I will call Ada / Bob before lunch. | - | before lunch" in lines
    assert all(line.count("|") == 2 for line in lines)
    assert "commitment" in await answer("Which action items are there?", "bullets")


async def test_a_summary_is_asked_for_in_a_question_too():
    said = await answer("What is it about, in summary?", "a few sentences of plain text")
    assert "launch" in said
    assert "not applied" not in said


def test_the_form_stands_on_the_line_of_its_question():
    prompt = "Answer these.\n1. Who is it? (Answer format: one word)\n2. When is it?\n"
    assert [(one.question, one.answer_format) for one in _questions(prompt)] == [
        ("Who is it?", "one word"),
        ("When is it?", None),
    ]
