import pytest
from benchmarks.accuracy.plain_words import plain
from benchmarks.accuracy.word_errors import WordErrors


@pytest.fixture(autouse=True)
def _libraries():
    for name in ("jiwer", "num2words"):
        pytest.importorskip(name, reason="make accuracy installs it")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Press 1, then #.", "en", "press one then"),
        ("You\u2019re at extension 21!", "en", "you're at extension twenty one"),
        ("pre-recorded 'voice mail'", "en", "pre recorded voice mail"),
        ("It weighs 28.8", "en", "it weighs twenty eight eight"),
        ("Réécoutez, s'il vous plaît : 71", "fr", "reecoutez s'il vous plait soixante et onze"),
        ("La conferencia está… marque 16", "es", "la conferencia esta marque dieciseis"),
        ("snake_case", "en", "snake case"),
        ("?!", "en", ""),
    ],
)
def test_only_what_was_said_counts(text, language, words):
    assert plain(text, language) == words


def test_words_are_wrong_missing_or_too_many():
    found = WordErrors.of([("one two three four", "1, too three"), ("yes", "oh yes")], "en")
    assert found == WordErrors(words=5, wrong=1, missing=1, added=1)
    assert found.rate == pytest.approx(3 / 5)


def test_where_nothing_was_heard_all_words_are_missing():
    assert WordErrors.of([("one two", "")], "en") == WordErrors(words=2, wrong=0, missing=2, added=0)
