import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools.results.folding import is_unspaced, search_terms, terms


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("We'll meet \u2018today\u2019, O\u2019Brien!", ["well", "meet", "today", "obrien"]),
        ("A well-known caf\u00e9", ["a", "well", "known", "caf\u00e9"]),
        ("CAFE\u0301 STRASSE stra\u00dfe", ["caf\u00e9", "strasse", "strasse"]),
        ("3.5 of 10:30, 1,000 or 24/7.", ["3.5", "of", "10:30", "1000", "or", "24/7"]),
        ("5. 6", ["5", "6"]),
        (
            "$5, 5%, 5\u20ac \u00a35 #5 +5 (-5) \u22125",
            ["$5", "5%", "5\u20ac", "\u00a35", "#5", "+5", "-5", "-5"],
        ),
        ("-$5 $-5 -.5 .5 $.5", ["-$5", "$-5", "-0.5", "0.5", "$0.5"]),
        ("C++ C# C, A- A #this", ["c++", "c#", "c", "a-", "a", "#this"]),
        ("5 % and $ 5 - 6", ["5", "and", "5", "6"]),
        (
            "follow-up, covid-19, 5-10, 5%-10%, 5\u20ac-10\u20ac, 5-$10",
            ["follow", "up", "covid", "19", "5", "10", "5%", "10%", "5€", "10€", "5", "$10"],
        ),
        ("wan- -and on--5 ...5 a.5 I-- A-b", ["wan", "and", "on", "5", "5", "a", "5", "i", "a", "b"]),
        ("$1,000,000.50 1,00 0,500 10,000%", ["$1000000.50", "1,00", "0,500", "10000%"]),
        ("q3 mp3 3pm", ["q3", "mp3", "3pm"]),
        ("\u6211\u4eec\u660e\u5929\u89c1", ["\u6211", "\u4eec", "\u660e", "\u5929", "\u89c1"]),
        ("A\u660eB", ["a", "\u660e", "b"]),
        ("\u0e01\u0e34\u0e19", ["\u0e01\u0e34", "\u0e19"]),
        ("\u0915\u0940 \u0915\u093e", ["\u0915\u0940", "\u0915\u093e"]),
        ("\u0301 ... #### \u2014", []),
        ("", []),
    ],
)
def test_case_punctuation_and_apostrophes_do_not_count_but_numerals_signs_and_vowel_signs_do(text, compared):
    assert terms(text) == compared


@pytest.mark.parametrize(
    ("text", "unspaced"),
    [
        ("launch", False),
        ("", False),
        ("\uc2dc\uc791", False),
        ("A \u660e", True),
        ("\u0e01\u0e34\u0e19", True),
    ],
)
def test_a_text_without_spaces_between_words_is_recognized_by_its_script(text, unspaced):
    assert is_unspaced(text) is unspaced


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("l'accord d\u2019achat", ["l'accord", "d'achat"]),
        ("L\u00b4ACCORD l`accord l\u02bcaccord l\u201baccord l\uff07accord", ["l'accord"] * 5),
        ("we'll well, customers' 'n' rock'n'roll", ["we'll", "well", "customers", "n", "rock'n'roll"]),
        ("$5,000 5,000 5000 \u20ac5,000 5,000\u20ac 5'000 -5\u2019000 +5000 #5000", ["5000"] * 9),
        ("5% $5% .5 $.5 -$.50 5'10 5'1000", ["5%", "5%", "0.5", "0.5", "0.50", "5'10", "5'1000"]),
        ("C# C++ #this Mr. a.m.", ["c#", "c++", "this", "mr", "a", "m"]),
        ("A'\u660e", ["a", "\u660e"]),
    ],
)
def test_search_ignores_the_signs_before_numbers_and_takes_every_apostrophe_for_the_same(text, compared):
    assert search_terms(text) == compared


@pytest.mark.parametrize("fold", [terms, search_terms])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bud\u00adget\u200b", "budget"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u062e\u0648\u0627\u0647\u0645"),
        ("don\u00b4t", "don't"),
        ("\uff22udget", "Budget"),
    ],
)
def test_invisible_characters_and_other_forms_of_the_same_letters_do_not_count(fold, one, other):
    assert fold(one) == fold(other) != []


@pytest.mark.no_cover  # as in test_properties.py
@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(alphabet="ab\u00e9o\u00fc\u00df5,.'$% -\u660e\uac00\u0e01", max_size=20))
def test_both_unicode_forms_and_both_cases_have_the_same_terms(text):
    for fold in (terms, search_terms):
        forms = [
            unicodedata.normalize(form, cased) for form in ("NFC", "NFD") for cased in (text, text.upper())
        ]
        assert [fold(form) for form in forms] == [fold(text)] * 4
