import pytest

from assemblyai_emulator.findings import addresses, amounts, dates, finders, names, numbers
from assemblyai_emulator.findings.finding import Finding


def test_the_table_lists_every_kind_of_every_module_once():
    kinds = [kind for module in (addresses, amounts, dates, names, numbers) for kind in module.KINDS]
    assert sorted(finders.KINDS) == sorted(kinds)


def test_every_rule_belongs_to_a_kind():
    assert finders.RULES.keys() <= set(finders.KINDS)


def test_the_more_specific_kind_comes_first(say):
    assert finders.find(say("Born on May fifth.")) == [
        Finding("date_of_birth", (2, 3)),
        Finding("date", (2, 3)),
    ]


def test_the_first_of_overlapping_findings_is_kept(say):
    found = finders.without_overlaps(
        finders.find(say("My name is Diane Miller born on May fifth at three thirty p.m. today."))
    )
    assert list(found) == [
        Finding("date_of_birth", (7, 8)),
        Finding("time", (10, 11, 12)),
        Finding("person_name", (3, 4)),
    ]


def test_digits_are_joined_across_sentences_only_when_asked(say):
    words = say("It is five five five one two three four. Seven que.")
    assert [len(one.indexes) for one in finders.find(words)] == [7]
    assert [len(one.indexes) for one in finders.find_digits_across_sentences(words)] == [8]


# Patterns that backtrack would take minutes here.
@pytest.mark.parametrize(
    "word", ["one", "double", "dot", "at", "a", "may", "twenty", "hundred", "slash", "name", "and", "um"]
)
def test_monotonous_speech_is_searched_without_backtracking(say, word):
    found = finders.find(say(" ".join([word] * 5000)))
    assert all(0 <= index < 5000 for finding in found for index in finding.indexes)
