import pytest

from assemblyai_emulator.reasoning.answer_format import Form
from assemblyai_emulator.reasoning.layout import HEADER, Draft, render, word_count


def test_an_answer_is_header_findings_quotes_and_note():
    draft = Draft(["Found two."], ['"One."', '"Two."'], Form(bullets=True, note="Not as JSON."))
    assert render(draft, 100) == f'{HEADER}\nFound two.\n- "One."\n- "Two."\nNot as JSON.'


def test_an_answer_that_is_cut_ends_with_the_parameter_to_raise():
    draft = Draft([], ['"One two three four."', '"Five."'], Form())
    assert render(draft, word_count(HEADER) + 3) == f'{HEADER}\n"One two three…[max_output_size]'


@pytest.mark.parametrize("size", range(1, 30))
def test_an_answer_is_never_longer_than_its_size(size):
    draft = Draft(["A finding."], ['"One two three."'] * 5, Form(bullets=True))
    assert word_count(render(draft, size)) <= size
