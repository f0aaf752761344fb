import pytest

from assemblyai_emulator.reasoning.terms import content_terms, query_terms, stem, tokens


@pytest.mark.parametrize(
    "family",
    [
        ("charge", "charges", "charged", "charging"),
        ("plan", "plans", "planned", "planning"),
        ("agree", "agrees", "agreed", "agreeing"),
        ("party", "parties"),
        ("box", "boxes"),
        ("bill", "bills", "billing", "billed"),
        ("serious", "seriously"),
        ("team", "teams", "team's"),
    ],
)
def test_forms_of_a_word_have_the_same_stem(family):
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["bus", "is", "this", "red", "sing", "glass", "42"])
def test_short_words_and_false_endings_are_unchanged(word):
    assert stem(word) == word


def test_content_terms_leave_out_stop_words_and_punctuation():
    assert content_terms("Did the Reports, they\u2019re late, go out?") == ["report", "lat"]


def test_query_terms_leave_out_the_instruction():
    assert query_terms("Summarize what the speakers said about billing") == ["bill"]


def test_tokens_keep_apostrophes_inside_words():
    assert tokens("'Don\u2019t!' 5 o'clock") == ["don't", "5", "o'clock"]
