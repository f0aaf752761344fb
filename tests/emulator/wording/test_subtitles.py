import random
import re
from itertools import pairwise

import pytest
from tests.emulator.wording.spoken_words import said

from assemblyai_emulator.wording.scripts import cut
from assemblyai_emulator.wording.subtitles import CHARS_PER_CAPTION, Cue, render, without_overlaps
from assemblyai_emulator.wording.words import Word


def milliseconds(time):
    *hours, minutes, seconds, rest = re.split("[:.,]", time)
    return ((int(hours[0] if hours else 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def cues(file):
    found = re.findall(r"^(\S+) --> (\S+)\n(.+)$", file, flags=re.MULTILINE)
    return [Cue(text, milliseconds(start), milliseconds(end)) for start, end, text in found]


def test_an_srt_file_numbers_its_cues_and_ends_with_one_newline():
    assert render(said("Good morning. |600 Is it late?"), "srt") == (
        "1\n00:00:00,000 --> 00:00:00,400\nGood morning.\n\n2\n00:00:01,000 --> 00:00:01,600\nIs it late?\n"
    )


def test_a_vtt_file_has_a_header_and_dots_before_milliseconds():
    assert render(said("Good morning. |600 Is it late?"), "vtt") == (
        "WEBVTT\n\n00:00.000 --> 00:00.400\nGood morning.\n\n00:01.000 --> 00:01.600\nIs it late?\n"
    )


def test_vtt_times_have_hours_only_from_one_hour_on():
    assert "01:00:05.000 --> 01:00:05.200\n" in render(said("late", 3_605_000), "vtt")


def test_vtt_escapes_markup():
    assert "R&amp;D &lt;b&gt;\n" in render(said("R&D <b>"), "vtt")
    assert "R&D <b>\n" in render(said("R&D <b>"), "srt")


def test_no_words_give_a_file_without_cues():
    assert render([], "srt") == ""
    assert render([], "vtt") == "WEBVTT\n"


@pytest.mark.parametrize("width", [0, -5])
def test_a_width_below_one_is_refused(width):
    with pytest.raises(ValueError, match=f"chars_per_caption must be at least 1, not {width}"):
        render(said("hi"), "srt", width)


def test_captions_have_at_most_sixty_characters_by_default():
    texts = [cue.text for cue in cues(render(said("quite ordinary words " * 12), "srt"))]
    assert max(map(len, texts)) <= CHARS_PER_CAPTION
    assert len(texts) == 5


def test_a_word_longer_than_the_width_gets_its_own_caption():
    texts = [cue.text for cue in cues(render(said("an extraordinarily odd one"), "srt", 8))]
    assert texts == ["an", "extraordinarily", "odd one"]


def test_a_caption_of_exactly_the_width_fits():
    assert [cue.text for cue in cues(render(said("four four"), "srt", 9))] == ["four four"]


def test_a_sentence_is_divided_evenly_so_that_no_single_word_is_left_over():
    texts = [cue.text for cue in cues(render(said("aaaa bbbb cccc dddd"), "srt", 14))]
    assert texts == ["aaaa bbbb", "cccc dddd"]


def test_a_caption_ends_with_its_sentence_its_speaker_or_at_a_long_pause():
    words = [*said("So. It |1000 is", speaker="A"), *said("fine", 2000, speaker="B")]
    assert [cue.text for cue in cues(render(words, "srt"))] == ["So. It", "is", "fine"]


def test_a_caption_fills_its_width_across_a_sentence_end_without_a_pause():
    words = said("It is late. Go home now. |200 Tomorrow we meet again.")
    assert [cue.text for cue in cues(render(words, "srt"))] == [
        "It is late. Go home now.",
        "Tomorrow we meet again.",
    ]


def unspaced(text: str) -> list[Word]:
    """A text without spaces as words of 200 ms."""
    return said(" ".join(cut(text)))


def test_a_script_without_spaces_is_cut_where_sentences_and_clauses_end():
    text = "今日は晴れです。明日も晴れでしょうか？いいえ、雨が降ります。"
    texts = [cue.text for cue in cues(render(unspaced(text), "srt", 12))]
    assert texts == ["今日は晴れです。", "明日も晴れでしょうか？", "いいえ、雨が降ります。"]


@pytest.mark.parametrize(
    "text", ["今日は天気がとても良いので散歩に行きました", "วันนี้อากาศดีมากเราจึงไปเดินเล่นในสวนสาธารณะ"]
)
def test_a_clause_that_is_too_long_is_divided_evenly(text):
    texts = [cue.text for cue in cues(render(unspaced(text), "srt", 12))]
    assert "".join(texts) == text
    assert all(6 <= len(line) <= 12 for line in texts)


def test_a_foreign_word_does_not_change_how_a_caption_is_cut():
    texts = [cue.text for cue in cues(render(said("he said 你好, and then he said good bye"), "srt", 20))]
    assert texts == ["he said 你好, and then", "he said good bye"]


def test_cues_that_do_not_overlap_keep_their_times():
    shown = [Cue("a", 0, 500), Cue("b", 500, 900), Cue("c", 2000, 2500)]
    assert without_overlaps(shown) == shown


def test_a_cue_ends_where_the_next_one_begins():
    assert without_overlaps([Cue("a", 0, 4000), Cue("b", 2500, 5000)]) == [
        Cue("a", 0, 2500),
        Cue("b", 2500, 5000),
    ]


def test_cues_that_start_together_share_the_time():
    assert without_overlaps([Cue("a", 0, 3000), Cue("b", 0, 3000)]) == [
        Cue("a", 0, 1000),
        Cue("b", 1000, 3000),
    ]


def test_a_short_interjection_takes_time_from_the_longer_cue():
    assert without_overlaps([Cue("a", 0, 1000), Cue("b", 100, 200)]) == [
        Cue("a", 0, 500),
        Cue("b", 500, 1000),
    ]


def conversation(rng):
    pieces = []
    for speaker in "AB":
        tokens = [
            rng.choice(["a", "longer", "considerably", "end.", "why?", "|100", "|700", "|1200"])
            for _ in range(60)
        ]
        pieces.append(said(" ".join(tokens), rng.randrange(3000), speaker=speaker))
    return pieces


@pytest.mark.parametrize("subtitle_format", ["srt", "vtt"])
def test_captions_contain_every_word_in_order_within_the_width(subtitle_format):
    rng = random.Random(5)
    for _ in range(30):
        words, _ = conversation(rng)
        width = rng.randrange(1, 70)
        texts = [cue.text for cue in cues(render(words, subtitle_format, width))]
        assert " ".join(texts).split() == [word.text for word in words]
        assert all(len(text) <= width or " " not in text for text in texts)


@pytest.mark.parametrize("subtitle_format", ["srt", "vtt"])
def test_cues_never_overlap_even_if_speakers_do(subtitle_format):
    rng = random.Random(9)
    for _ in range(30):
        first, second = conversation(rng)
        shown = cues(render([*first, *second], subtitle_format, rng.randrange(5, 70)))
        assert sorted(" ".join(cue.text for cue in shown).split()) == sorted(
            word.text for word in [*first, *second]
        )
        assert all(cue.start < cue.end for cue in shown)
        assert all(one.end <= other.start for one, other in pairwise(shown))
        assert max(cue.end for cue in shown) == max(word.end for word in [*first, *second])
