import pytest
from tests.plugin.captions.saying import speech, spoken

from assemblyai_tools.captions.cutting import cut
from assemblyai_tools.captions.lines import joined
from assemblyai_tools.captions.style import Style
from assemblyai_tools.captions.tokens import turns_of


def cues(words, head=0, *, each=False, **style):
    (turn,) = turns_of(speech(words), 42)
    fitted = Style(**style).for_script(unspaced=False)
    return [joined(one) for one in cut(turn.tokens, fitted, head, each=each)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We had a good year. The next one will be better still, if all goes well.",
            ["We had a good year.", "The next one will be better still, if all goes well."],
        ),
        (
            "When the third quarter was over and all of the figures were in, nobody could believe how well it went.",
            [
                "When the third quarter was over and all of the figures were in,",
                "nobody could believe how well it went.",
            ],
        ),
        ("Yes. No. Well.", ["Yes. No. Well."]),
    ],
)
def test_a_cue_ends_with_a_sentence_or_a_part_of_it(text, expected):
    assert cues(spoken(text)) == expected


def test_a_cue_ends_in_a_pause_where_there_is_no_punctuation():
    words = spoken("so we went on and on and then there was") + spoken(
        "nothing at all that anybody could do there", 3000
    )
    assert cues(words, chars_per_line=30) == [
        "so we went on and on and then there was",
        "nothing at all that anybody could do there",
    ]


def test_no_cue_spans_a_long_silence():
    assert cues(spoken("Yes") + spoken("indeed", 2000)) == ["Yes", "indeed"]


def test_a_cue_is_no_longer_than_it_may_be():
    words = spoken("one two three four five six seven eight nine ten")
    assert cues(words, max_seconds=1) == ["one two three four", "five six seven", "eight nine ten"]
    assert cues(words, chars_per_line=14, lines=1) == [
        "one two three",
        "four five",
        "six seven",
        "eight nine ten",
    ]


def test_one_word_may_be_longer_than_everything():
    words = [{"text": "x" * 300, "start": 0, "end": 60_000}, {"text": "y", "start": 60_000, "end": 60_100}]
    assert cues(words) == ["x" * 300, "y"]


def test_room_is_kept_for_a_name_before_the_first_word_or_before_each():
    words = spoken("aaaa bbbb cccc dddd eeee ffff")
    assert cues(words, chars_per_line=14, lines=1) == ["aaaa bbbb cccc", "dddd eeee ffff"]
    assert cues(words, 5, chars_per_line=14, lines=1) == ["aaaa bbbb", "cccc dddd", "eeee ffff"]
    assert cues(words, 10, each=True, chars_per_line=14, lines=1) == [
        "aaaa",
        "bbbb",
        "cccc",
        "dddd",
        "eeee",
        "ffff",
    ]


def test_cues_end_where_a_pause_leaves_time_to_read_them():
    words = spoken("right so that is it") + spoken("then", 1200) + spoken("bye", 4000)
    assert cues(words, chars_per_second=5)[-1] == "bye"
