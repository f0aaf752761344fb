import pytest

from assemblyai_emulator.reasoning.answer_format import Form
from assemblyai_emulator.reasoning.layout import HEADER, Draft, laid_out, word_count


def test_an_answer_says_what_it_is_then_what_it_found_then_quotes():
    draft = Draft(["Found two."], ['"One."', '"Two."'], Form(bullets=True, note="Not as JSON."))
    assert laid_out(draft, 100) == f'{HEADER}\nFound two.\n- "One."\n- "Two."\nNot as JSON.'


def test_an_answer_that_is_cut_says_by_what():
    draft = Draft([], ['"One two three four."', '"Five."'], Form())
    assert laid_out(draft, word_count(HEADER) + 3) == f'{HEADER}\n"One two three…[max_output_size]'


@pytest.mark.parametrize("size", range(1, 30))
def test_no_answer_is_longer_than_its_size(size):
    draft = Draft(["A finding."], ['"One two three."'] * 5, Form(bullets=True))
    assert word_count(laid_out(draft, size)) <= size
