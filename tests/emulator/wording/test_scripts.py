import pytest

from assemblyai_emulator.wording import scripts


@pytest.mark.parametrize(
    "text", ["why?", "なぜ？", "「はい。」", "क्यों।", "متى؟", "Սա։", "ነው።", "τι;", "Stop.)", "so…"]
)
def test_a_sentence_ends_with_a_mark_of_its_script_and_closing_marks(text):
    assert scripts.ends_sentence(text)
    assert scripts.ends_clause(text)


@pytest.mark.parametrize("text", ["a,", "はい、", "نعم،", "so;", "አዎ፣"])
def test_a_comma_ends_a_clause_and_no_sentence(text):
    assert scripts.ends_clause(text)
    assert not scripts.ends_sentence(text)


@pytest.mark.parametrize("text", ["no", "3.5", "", "؟متى", "はい"])
def test_other_texts_end_neither(text):
    assert not scripts.ends_clause(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("plain words, here", ["plain", "words,", "here"]),
        ("안녕하세요 여러분", ["안녕하세요", "여러분"]),
        ("予算は？はい。", ["予", "算", "は？", "は", "い。"]),
        ("「きょう」", ["「きょ", "う」"]),
        ("コーヒー", ["コー", "ヒー"]),
        ("เปล", ["เป", "ล"]),
        ("OK。A3です", ["OK。", "A3", "で", "す"]),
    ],
)
def test_only_a_script_without_spaces_is_cut_into_its_characters(text, words):
    assert scripts.cut(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "会議を始めます。予算は3月に三百万円です！",
        "我们开始吧，好吗？",
        "ภาษาไทย",
        "the word 你好 means hello",
        "«Où ?» dit-il",
        "다음 주 월요일",
        "",
    ],
)
def test_joining_the_words_of_a_text_gives_the_text(text):
    assert scripts.join(scripts.cut(text)) == text


def test_a_foreign_word_keeps_its_spaces_and_punctuation_alone_too():
    assert scripts.join(["AI", "を", "使", "う"]) == "AI を使う"
    assert scripts.join(["は", "い", "—", "そう"]) == "はい — そう"
