import random
from dataclasses import replace

import pytest
from tests.emulator.wording.spoken_words import said, texts

from assemblyai_emulator.wording.scripts import cut
from assemblyai_emulator.wording.sentences import (
    PARAGRAPH_SENTENCES,
    compose,
    interleave,
    split_paragraphs,
    split_sentences,
    split_utterances,
)
from assemblyai_emulator.wording.words import joined

HEARD = "did it ship on friday |600 yes |100 it did |600 i'm glad"


@pytest.mark.parametrize(
    ("punctuate", "format_text", "written"),
    [
        (True, True, "Did it ship on Friday? Yes it did. I'm glad."),
        (True, False, "did it ship on friday? yes it did. i'm glad."),
        (False, True, "Did it ship on Friday Yes it did I'm glad"),
        (False, False, "did it ship on friday yes it did i'm glad"),
    ],
)
def test_sentences_are_punctuated_and_capitalized_on_request(punctuate, format_text, written):
    assert joined(compose(said(HEARD), punctuate=punctuate, format_text=format_text)) == written


def test_composing_does_not_change_times_or_confidences():
    heard = said(HEARD, speaker="A", channel="1")
    composed = compose(heard)
    assert [replace(word, text="") for word in composed] == [replace(word, text="") for word in heard]


def test_composing_nothing_gives_nothing():
    assert compose([]) == []


def test_a_full_stop_is_not_doubled_after_initials():
    assert joined(compose(said("we meet at nine a.m. |600 good"))) == "We meet at nine a.m. Good."


def test_sentences_end_at_terminal_punctuation():
    assert texts(split_sentences(said('Stop. "Why?" Go on! "Now."'))) == [
        "Stop.",
        '"Why?"',
        "Go on!",
        '"Now."',
    ]


def test_punctuation_takes_precedence_over_pauses():
    assert texts(split_sentences(said("It is |900 late. Go"))) == ["It is late.", "Go"]


def test_sentences_end_at_pauses_if_nothing_is_punctuated():
    assert texts(split_sentences(said("it is late |300 go home"))) == ["it is late", "go home"]


def test_sentences_end_where_the_speaker_or_channel_changes():
    words = [*said("so I", speaker="A"), *said("No.", 400, speaker="B"), *said("fine", 600, channel="2")]
    assert texts(split_sentences(words)) == ["so I", "No.", "fine"]


def test_an_abbreviation_ends_a_sentence_only_before_a_pause():
    words = said("Ask Mr. Brown in the U.S. office. Call at nine a.m. |200 Bring plan B. |200 Done.")
    assert texts(split_sentences(words)) == [
        "Ask Mr. Brown in the U.S. office.",
        "Call at nine a.m.",
        "Bring plan B.",
        "Done.",
    ]


def test_composed_words_are_split_into_the_same_sentences_again():
    composed = compose(said(HEARD))
    assert texts(split_sentences(composed)) == ["Did it ship on Friday?", "Yes it did.", "I'm glad."]
    plain = compose(said(HEARD), punctuate=False)
    assert texts(split_sentences(plain)) == ["Did it ship on Friday", "Yes it did", "I'm glad"]


def test_an_utterance_is_the_longest_run_of_one_speaker_on_one_channel():
    words = [*said("a |900 b", channel="1"), *said("c", 1400, channel="2"), *said("d", 1700, channel="1")]
    assert texts(split_utterances(words)) == ["a b", "c", "d"]


def test_words_without_a_speaker_are_one_utterance():
    assert texts(split_utterances(said("a b |2000 c"))) == ["a b c"]


def test_turns_are_merged_in_the_order_in_which_they_start():
    left = said("how are you |1000 good |2000 bye", channel="1")
    right = said("|700 fine thanks |1400 see you", channel="2")
    merged = interleave([left, right])
    assert texts(split_utterances(merged)) == ["how are you", "fine thanks", "good", "see you", "bye"]


def test_a_turn_stays_together_when_another_channel_talks_over_it():
    left = said("this is a long story you know", channel="1")
    right = said("|400 yes", channel="2")
    assert texts(split_utterances(interleave([left, right]))) == ["this is a long story you know", "yes"]


def test_the_first_channel_comes_first_if_both_start_together():
    assert joined(interleave([said("left"), said("right")])) == "left right"


def test_interleaving_keeps_every_word_and_the_order_within_each_channel():
    rng = random.Random(3)
    for _ in range(40):
        channels = [
            said(
                " ".join(rng.choice(["a", "b", "|200", "|600", "|1500"]) for _ in range(60)),
                channel=str(n),
            )
            for n in range(1, 4)
        ]
        merged = interleave(channels)
        for number, channel in enumerate(channels, start=1):
            assert [word for word in merged if word.channel == str(number)] == channel
        assert len(merged) == sum(len(channel) for channel in channels)
        assert [word for run in split_utterances(merged) for word in run] == merged


def test_interleaving_no_channels_or_silent_channels_gives_nothing():
    assert interleave([]) == []
    assert interleave([[], []]) == []


def test_a_paragraph_ends_at_a_long_pause():
    assert texts(split_paragraphs(said("One. Two. |1500 Three."))) == ["One. Two.", "Three."]


def test_a_paragraph_ends_after_its_fifth_sentence():
    paragraphs = split_paragraphs(said("Go. " * 7))
    assert [len(paragraph) for paragraph in paragraphs] == [PARAGRAPH_SENTENCES, 2]


def test_a_paragraph_may_span_speakers():
    words = [*said("Ready?", speaker="A"), *said("Yes.", 300, speaker="B")]
    assert split_paragraphs(words) == [words]


@pytest.mark.parametrize("split", [split_sentences, split_utterances, split_paragraphs])
def test_no_words_give_an_empty_list(split):
    assert split([]) == []


@pytest.mark.parametrize("split", [split_sentences, split_utterances, split_paragraphs])
def test_splitting_keeps_all_words_in_order(split):
    rng = random.Random(11)
    for _ in range(40):
        tokens = [rng.choice(["so", "the", "end.", "what?", "B.", "|80", "|200", "|1600"]) for _ in range(60)]
        half = len(tokens) // 2
        words = [*said(" ".join(tokens[:half]), speaker="A"), *said(" ".join(tokens[half:]), speaker="B")]
        pieces = split(words)
        assert [word for piece in pieces for word in piece] == words
        assert all(pieces)


def test_an_abbreviation_before_a_small_letter_or_a_name_does_not_end_a_sentence():
    words = said(
        "Dr. |150 Smith came at 9 a.m. |200 today. He left at 5 p.m. |200 Then it rained. It was 9. Good."
    )
    assert texts(split_sentences(words)) == [
        "Dr. Smith came at 9 a.m. today.",
        "He left at 5 p.m.",
        "Then it rained.",
        "It was 9.",
        "Good.",
    ]


def test_a_long_pause_before_a_capital_letter_ends_a_sentence_without_a_full_stop():
    words = said("It rained. We went |1500 home late |1500 The next day was fine.")
    assert texts(split_sentences(words)) == ["It rained.", "We went home late", "The next day was fine."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["متى نبدأ؟", "نبدأ الآن."],
        ["क्या हम शुरू करें?", "हाँ।", "ठीक है।"],
        ["Սկսե՞նք։", "Այո։"],
        ["እንጀምር።", "እሺ።"],
        ["کیا ہم شروع کریں؟", "جی ہاں۔"],
        ["Πότε αρχίζουμε;", "Τώρα."],
        ["«Tu viens ?»", "Oui."],
    ],
)
def test_sentences_end_at_the_marks_of_every_script(sentences):
    assert texts(split_sentences(said(" ".join(sentences)))) == sentences


@pytest.mark.parametrize(
    "sentences",
    [["我们开始吗？", "好，开始。"], ["始めますか？", "「はい。」", "どうぞ。"], ["យើងចាប់ផ្តើម។", "បាទ។"]],
)
def test_sentences_of_a_script_without_spaces_are_split_and_joined_without_spaces(sentences):
    assert texts(split_sentences(said(" ".join(cut("".join(sentences)))))) == sentences
