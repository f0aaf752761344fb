import pytest

from assemblyai_emulator.reasoning.answer_format import Form, requested_form


@pytest.mark.parametrize(
    ("answer_format", "form"),
    [
        (None, Form()),
        ("  ", Form()),
        ("Bullet Points", Form(bullets=True)),
        ("a bulleted list", Form(bullets=True)),
        ("short bullets", Form(bullets=True)),
        ("three bullet points", Form(bullets=True, count=3)),
        ("5 bullets, please", Form(bullets=True, count=5)),
        ("one sentence", Form(count=1)),
        ("a short sentence", Form(count=1)),
        ("Two short sentences", Form(count=2)),
        ("short sentences", Form()),
        ("TLDR", Form(count=1)),
        ("at most 4 points", Form(count=4)),
        ("0 sentences", Form(count=1)),
        ("exactly three bullet points", Form(bullets=True, count=3)),
        ("Just one sentence.", Form(count=1)),
        ("A two-sentence summary", Form(count=2)),
        ("three very short bullet points", Form(bullets=True, count=3)),
        ("3 bullet points, one sentence each", Form(bullets=True, count=3)),
        ("twelve bullet points", Form(bullets=True, count=12)),
        ("a couple of bullets", Form(bullets=True, count=2)),
        ("three to five bullet points", Form(bullets=True, count=5)),
        ("between 2 and 4 sentences", Form(count=4)),
        ("3-5 bullets", Form(bullets=True, count=5)),
        ("a list of 3", Form(bullets=True, count=3)),
        ("two sentences, no bullet points", Form(count=2)),
        ("word for word, each on a line of its own, in double quotation marks", Form()),
        ("short answer; below it, each on its own line, the passages that bear it out, verbatim", Form()),
        ("one sentence; in quotation marks", Form(count=1)),
    ],
)
def test_bullets_and_a_number_of_quotes_are_applied(answer_format, form):
    assert requested_form(answer_format) == form


def test_a_format_that_cannot_be_applied_is_named_in_the_note():
    assert requested_form("JSON") == Form(
        note='answer_format "JSON" was not applied: offline answers can set bullets and the number of quotes.'
    )


@pytest.mark.parametrize(
    "answer_format", ["numbered list of 3", "3 bullets, two sentences each", "one paragraph"]
)
def test_a_format_that_is_applied_in_part_or_not_at_all_has_a_note(answer_format):
    note = requested_form(answer_format).note
    assert note is not None
    assert note.startswith(f'answer_format "{answer_format}" was ')


def test_a_number_of_quotes_with_too_many_digits_is_ignored():
    assert requested_form("9" * 5000 + " bullets").count is None


def test_the_possible_part_of_a_format_is_applied_and_the_note_says_in_part():
    form = requested_form("three bullets in French")
    assert (form.bullets, form.count) == (True, 3)
    assert form.note is not None
    assert 'answer_format "three bullets in French" was applied only in part' in form.note
