import json

import pytest

from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.llm.answers import parsed_answers
from assemblyai_tools.llm.back_end import Answered

WHO = [{"question": "Who?"}]
BOTH = [{"question": "Who?"}, {"question": "When?"}]


def wrapped(*answers):
    return json.dumps({"answers": answers})


@pytest.mark.parametrize(
    ("given", "quotes"),
    [
        (["I will.", "So be it."], ("I will.", "So be it.")),
        ("I will.", ("I will.",)),
        (["I will.", 3, None, " ", {"text": "x"}], ("I will.",)),
        ([], ()),
        (None, ()),
        ({"text": "x"}, ()),
    ],
)
def test_only_non_empty_strings_count_as_quotes(given, quotes):
    text = wrapped({"question": "Who?", "answer": "Ada.", "quotes": given})
    assert parsed_answers(text, WHO, cut=False) == [Answered("Who?", "Ada.", quotes)]


@pytest.mark.parametrize("text", ["Ada.", " Ada.\n", "Ada {not json}.", '{"reply": "Ada."}'])
def test_a_single_answer_may_come_as_plain_text(text):
    assert parsed_answers(text, WHO, cut=False) == [Answered("Who?", text.strip())]


def test_an_answer_keeps_our_question_even_if_the_model_rewords_it():
    text = wrapped({"question": "Q2", "answer": "Ada."}, "Today.")
    assert parsed_answers(text, BOTH, cut=False) == [Answered("Who?", "Ada."), Answered("When?", "Today.")]


@pytest.mark.parametrize(
    "text",
    [
        f"<think>Perhaps {wrapped('Bob.')} or {{not}} that.</think>\n{wrapped('Ada.')}",
        f'{{"plan": "answer"}} {wrapped("Ada.")}',
        f"{{ {wrapped('Ada.')}",
        f"```json\n{wrapped('Ada.')}\n``` That {{is}} all.",
    ],
)
def test_the_last_answers_count_and_the_text_around_them_is_ignored(text):
    assert parsed_answers(text, WHO, cut=False) == [Answered("Who?", "Ada.")]


def test_an_unescaped_line_break_in_an_answer_is_accepted():
    assert parsed_answers('{"answers": ["Ada\nand Bob."]}', WHO, cut=False) == [
        Answered("Who?", "Ada\nand Bob.")
    ]


def test_endlessly_nested_json_is_plain_text():
    text = '{"a":' * 3_000
    assert parsed_answers(text, WHO, cut=False) == [Answered("Who?", text)]


@pytest.mark.parametrize("text", ["no JSON", wrapped("Ada."), wrapped(1, 2), ""])
def test_answers_that_do_not_match_the_questions_are_refused(text):
    with pytest.raises(UnexpectedReplyError, match=r"answers? to 2 questions\."):
        parsed_answers(text, BOTH, cut=False)


def test_a_cut_answer_is_refused():
    with pytest.raises(UnexpectedReplyError, match="Give a larger max_output_size"):
        parsed_answers("It be", WHO, cut=True)
