import pytest

from assemblyai_emulator.reasoning.terms import asked_terms, content_terms, fold, tokens


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
def test_forms_of_a_word_fold_together(family):
    assert len({fold(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["bus", "is", "this", "red", "sing", "glass", "42"])
def test_short_words_and_false_endings_stay(word):
    assert fold(word) == word


def test_content_terms_leave_out_stop_words_and_punctuation():
    assert content_terms("Did the Reports, they\u2019re late, go out?") == ["report", "lat"]


def test_asked_terms_leave_out_the_order_itself():
    assert asked_terms("Summarize what the speakers said about billing") == ["bill"]


def test_tokens_keep_apostrophes_inside_words():
    assert tokens("'Don\u2019t!' 5 o'clock") == ["don't", "5", "o'clock"]
