"""The page folds words into the same terms as the tools do."""

import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

from assemblyai_tools.results.folding import search_terms

FOLDER = Path(import_module("assemblyai_viewer.page").__file__).parent / "page"

SAID = """
Zoë's café|ZOE\u0308\u2019S CAFE\u0301|we'll well we`ll we\u00b4ll we\u02bcll|'quoted' o'clock'|straße STRASSE ẞ
ΣΊΣΥΦΟΣ σίσυφος ς|İstanbul ISPARTA ısparta ıI|ﬁne ﬂow ½ ² ① Ⅷ|$5,000 5,000.50 €5 5€ 5 % 5% -5 +5 #5 £-5 $-5
1,234,567 12,34 01,234 1,234abc|5'000 5\u2019000 5'0000|2019-20 A- B+ O- a-b C++ C# F#
3.14 .5 -.5 1.2.3 v1.2 10:30 1/2 1/
well-known semi\u2011detached em\u2014dash \u22125|你好世界 hello世界abc|ภาษาไทย ก็|日本語カタカナ ﾊﾝｶｸ Ａ１
မြန်မာ ខ្មែរ ລາວ
한국어 조합|हिन्दी क्षत्रिय|العربية مُحَمَّد|می\u200cخواهم \u200c|a\u00adb a\u200bb a\u2060b a\u202eb
a\u2028b\u2029c\x85d\x0be\x00f
\ud800a\udfff b|\ue000x \U0001f600 \U0001f468\u200d\U0001f469|Ꭰ ꭰ Ᏸ ᏸ|ŉ ǰ ΐ ᾳ ᾼ ŉa|_a_ a_b||   |...|100$ 100€€ $100$
a' 'b a''b 'tis|٣٫١٤ ١٬٠٠٠ ۵|e\u0301\u0302 \u0301e|𠀀𠀁 a𠀀|%5 5%% a% c%d|⠓⠑⠇⠇⠕⠀⠺|#### [PERSON_NAME]
""".replace("\n", "|").split("|")


@pytest.fixture
def folded(browser):
    """The terms of each text, as the page makes them."""
    source = (FOLDER / "folding.js").read_text(encoding="utf-8").replace("export ", "")
    page = browser.new_page()
    yield lambda texts: page.evaluate(f"(texts) => {{ {source}\n return texts.map(searchTerms); }}", texts)
    page.close()


def test_all_that_is_said_has_the_same_terms(folded):
    assert dict(zip(SAID, folded(SAID), strict=True)) == {text: search_terms(text) for text in SAID}


def test_every_character_of_the_alphabets_has_the_same_terms(folded):
    """But for Mongolian's selectors. Characters that the Python that runs this does not know are left out."""
    codes = [*range(0x180B), *range(0x1810, 0x3000), *range(0xA640, 0xAC00), *range(0xFB00, 0x10000)]
    texts = [f"a{chr(code)} {chr(code)}1" for code in codes if unicodedata.category(chr(code)) != "Cn"]
    different = [
        text for text, terms in zip(texts, folded(texts), strict=True) if terms != search_terms(text)
    ]
    assert different == []
