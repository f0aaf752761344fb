import sys

import pytest
import regex

from assemblyai_tools.invisible import IGNORABLE, JOINING, PICTURES, without_invisible
from assemblyai_tools.text import clean

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
FILLERS = "\U0001d159\U00016fe4\U00013441\U00013442"
BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain text.", "Plain text."),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Gr\u00fc\u00dfe, \u4f60\u597d, \U0001f44d", "Gr\u00fc\u00dfe, \u4f60\u597d, \U0001f44d"),
        ("a\x00b\x07c\x1b[31md\r\n", "abc[31md\n"),
        ("a\x00\u00fcb\x07c\x1b[31md\r\n", "a\u00fcbc[31md\n"),
        ("left\u202eright\u2066inner\u2069", "leftrightinner"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("private\ue000 use", "private use"),
        ("lone\ud800 surrogate", "lone surrogate"),
        ("co\u00adoperate, variant\U000e0100 and heart\ufe0f", "cooperate, variant and heart"),
        ("braille\u2800blank, Hangul\u3164filler", "braille blank, Hangulfiller"),
        ("one\rtwo\x0bthree\x1cfour", "one\ntwo\nthree\nfour"),
        ("\u00e9\rtwo\u2028three\x85four\u2029five\r\nsix", "\u00e9\ntwo\nthree\nfour\nfive\nsix"),
        ("", ""),
    ],
)
def test_clean_text_has_nothing_that_nobody_sees(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tran\u200dscript", "transcript"),
        ("a\u200c b\u200d", "a b"),
        ("\u200d", ""),
        ("\u0645\u06cc\u200c\u200d\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("\u0645\u06cc\u200b\u200c\u200b\u062e", "\u0645\u06cc\u200c\u062e"),
        ("\u0645\u180b\u200c\u062e \u0645\u180b", "\u0645\u200c\u062e \u0645"),
        ("\u200d\u0647", "\u200d\u0647"),
        ("\U0001f469\ufe0f\u200d\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
        ("\U0001f469\u200c\U0001f52c \U0001f469\u200dx", "\U0001f469\U0001f52c \U0001f469x"),
        ("\u182d\u180e\u1820 \u182d\u180e", "\u182d\u180e\u1820 \u182d"),
        ("\u182d\u180b\u180c\u180d\u1820", "\u182d\u180b\u1820"),
        ("a\u180b\u180eb\u180f", "ab"),
    ],
)
def test_joiners_and_selectors_stay_where_a_script_needs_one(text, expected):
    assert clean(text) == expected
    assert clean(expected) == expected


def test_the_ignorable_characters_are_unicodes():
    ours = regex.compile(f"[{IGNORABLE}]")
    assert [c for c in EVERY if ours.match(c)] == [
        c for c in EVERY if regex.match(r"\p{Default_Ignorable_Code_Point}", c)
    ]


def test_a_single_character_stays_if_it_is_seen():
    hidden = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{NChar}\p{DI}]--\p{PCM}]")
    becomes = {
        **dict.fromkeys(FILLERS, ""),
        **dict.fromkeys(BREAKS, "\n"),
        "\u2800": " ",
        "\n": "\n",
        "\t": "\t",
    }
    assert [
        ascii(c) for c in EVERY if without_invisible(c) != becomes.get(c, "" if hidden.match(c) else c)
    ] == []


def test_every_letter_that_joins_may_have_a_joiner():
    joining = regex.compile(f"[{JOINING}\u1800-\u180a\u1810-\u18af]")
    script = r"(?V1)[[\p{jt=D}\p{jt=R}\p{jt=L}\p{InSC=Virama}\p{InSC=Invisible_Stacker}]--\p{Cf}]"
    missing = [c for c in EVERY if regex.match(script, c) and not joining.match(c)]
    assert [f"{ord(c):x}" for c in missing] == []


def test_every_emoji_may_be_joined_to_another():
    pictures = regex.compile(f"[{PICTURES}]")
    joined = (
        r"(?V1)[[\p{Emoji_Presentation}\p{Emoji_Modifier}\u2640\u2642\u2695\u2696\u2708\u2764\u27a1\u2b1b\u2194"
        r"\u2195]--\p{NChar}]"
    )
    missing = [c for c in EVERY if regex.match(joined, c) and not pictures.match(c)]
    assert [f"{ord(c):x}" for c in missing] == []
