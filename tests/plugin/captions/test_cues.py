import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.captions.saying import speech, spoken, talk, turn

from assemblyai_tools.captions.cues import Cue, cues_of
from assemblyai_tools.captions.style import Style
from assemblyai_tools.captions.tokens import width


def test_a_cue_stays_as_long_as_it_takes_to_read_if_the_next_one_lets_it():
    words = [
        {"text": "Extraordinarily", "start": 0, "end": 400},
        {"text": "so.", "start": 420, "end": 500},
        {"text": "Yes.", "start": 5000, "end": 5100},
        {"text": "No.", "start": 6700, "end": 6800},
    ]
    assert cues_of(speech(words), Style(), {}) == [
        Cue(0, 1118, ["Extraordinarily so."]),
        Cue(5000, 5833, ["Yes."]),
        Cue(6700, 7533, ["No."]),
    ]


def test_a_cue_ends_before_the_next_one_begins():
    cues = cues_of(talk(turn("A", "Good morning everybody."), turn("B", "Hello.", 1300)), Style(), {})
    assert [(cue.start, cue.end) for cue in cues] == [(0, 1220), (1300, 2133)]


def test_speech_at_the_same_time_is_shown_one_after_the_other():
    both = talk(
        turn("1", "I think that we should ship it."), turn("2", "Mm-hm.", 600), turn("1", "Now.", 2500)
    )
    assert cues_of(both, Style(speakers=True), {"1": "Ada"}) == [
        Cue(0, 833, ["Ada: I think that we should ship it."], "Ada"),
        Cue(913, 1913, ["Speaker 2: Mm-hm."], "Speaker 2"),
        Cue(2500, 3333, ["Ada: Now."], "Ada"),
    ]


def test_the_text_says_who_speaks_where_that_changes():
    said = talk(
        turn("A", "Good morning."),
        turn("A", "How are you?", 3000),
        turn("B", "Fine.", 6000),
        turn("Ms. Lee", "So.", 9000),
    )
    cues = cues_of(said, Style(speakers=True), {"A": "Ada"})
    assert [cue.lines for cue in cues] == [
        ["Ada: Good morning."],
        ["How are you?"],
        ["Speaker B: Fine."],
        ["Ms. Lee: So."],
    ]
    assert [cue.speaker for cue in cues] == ["Ada", "Ada", "Speaker B", "Ms. Lee"]
    assert {cue.speaker for cue in cues_of(said, Style(), {"A": "Ada"})} == {None}


def test_a_speaker_who_is_not_known_is_not_named():
    cues = cues_of(speech(spoken("Good morning.")), Style(speakers=True), {})
    assert (cues[0].speaker, cues[0].lines) == (None, ["Good morning."])


def test_a_long_name_is_cut_and_stays_with_the_first_word():
    said = talk(turn("A", "Good morning to all of you."))
    cues = cues_of(said, Style(speakers=True, chars_per_line=20), {"A": "N" * 60})
    assert [cue.lines for cue in cues] == [["N" * 30 + "...: Good", "morning to"], ["all of you."]]


WORDS = st.lists(
    st.builds(
        lambda text, pause, length: (text, pause, length),
        st.text("ab\u4eca\u0e31\u05d0.,?", min_size=1, max_size=25),
        st.integers(-300, 3000),
        st.none() | st.integers(0, 9000),
    ),
    min_size=1,
    max_size=60,
)
STYLES = st.builds(
    Style,
    speakers=st.booleans(),
    lines=st.integers(1, 4),
    chars_per_line=st.integers(10, 50),
    chars_per_second=st.floats(5, 40),
    max_seconds=st.floats(1, 10),
)


def transcript(turns):
    """Turns of words, each after some pause; a word without a length has no times."""
    said = []
    for number, (start, words) in enumerate(turns):
        at, timed = start, []
        for text, pause, length in words:
            begins = max(0, at + pause)
            times = {} if length is None else {"start": begins, "end": begins + length}
            timed.append({"text": text, **times})
            at = times.get("end", at)
        said.append(
            {
                "speaker": "AB"[number % 2],
                "text": " ".join(word["text"] for word in timed),
                "start": start,
                "words": timed,
            }
        )
    return talk(*said)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 30_000), WORDS), min_size=1, max_size=4), STYLES)
def test_cues_never_overlap_and_hold_every_word_once_in_lines_that_are_short_enough(turns, style):
    given_ = transcript(turns)
    cues = cues_of(given_, style, {"A": "Ada"})
    for cue in cues:
        assert 0 < cue.end - cue.start <= round(style.max_seconds * 1000)
        assert len(cue.lines) <= style.lines
        assert all(
            width(line) <= style.chars_per_line
            for line in cue.lines
            if " " in line.removeprefix("Ada: ").removeprefix("Speaker B: ")
        )
    for cue, after in pairwise(cues):
        assert after.start >= cue.end + min(style.gap_ms, (after.start - cue.start) // 4)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(WORDS, STYLES)
def test_every_word_of_a_turn_is_shown_once_and_in_order(words, style):
    given_ = transcript([(0, words)])
    cues = cues_of(given_, style, {})
    assert said_in(cues).replace(" ", "") == "".join(text for text, _, _ in words)


def said_in(cues):
    """The text of cues without the names of speakers, on one line."""
    return re.sub(r"Speaker \w+: ", "", " ".join(line for cue in cues for line in cue.lines))


def delays(transcript, cues):
    """How much later than its first word each cue begins; every word has another text than the others."""
    begun = {word.text: word.start for turn in transcript.utterances for word in turn.words}
    return [cue.start - begun[said_in([cue]).split()[0]] for cue in cues]


TIMED = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3000)), min_size=1, max_size=60)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 30_000), TIMED), min_size=1, max_size=5), STYLES)
def test_no_caption_is_a_second_later_than_its_words(turns, style):
    said = []
    for number, (at, words) in enumerate(turns):
        timed, end = [], at
        for place, (pause, length) in enumerate(words):
            start, end = end + pause, end + pause + length
            timed.append({"text": f"w{number}x{place}.", "start": start, "end": end})
        said.append({"speaker": str(number), "text": " ".join(one["text"] for one in timed), "words": timed})
    spoken_ = talk(*said)
    cues = cues_of(spoken_, style, {})
    assert all(0 <= delay < 1000 for delay in delays(spoken_, cues))
    assert all(cue.start < cue.end <= after.start for cue, after in pairwise(cues))
    assert sorted(said_in(cues).split()) == sorted(one["text"] for turn_ in said for one in turn_["words"])


@pytest.mark.parametrize(
    "style",
    [Style(lines=1, chars_per_line=10), Style(lines=1, chars_per_line=12), Style(lines=1, max_seconds=1.0)],
    ids=["a word in each", "a narrow line", "a short time"],
)
@pytest.mark.parametrize("pace", [333, 400, 460])
def test_captions_of_a_long_recording_stay_with_its_words(style, pace):
    words = [{"text": f"w{n}launch", "start": n * pace, "end": n * pace + pace - 40} for n in range(1000)]
    said = talk({"speaker": "A", "text": " ".join(one["text"] for one in words), "words": words})
    assert max(delays(said, cues_of(said, style, {}))) < 1000


def test_captions_of_people_who_speak_at_the_same_time_share_it():
    said = talk(*(turn(name, f"{name} is what I say to all.", at) for at in (0, 6000) for name in "ABC"))
    assert [(cue.start, cue.end) for cue in cues_of(said, Style(), {})] == [
        (0, 370),
        (450, 820),
        (900, 2253),
        (6000, 6370),
        (6450, 6820),
        (6900, 8253),
    ]


def test_more_captions_than_there_is_time_for_come_one_after_the_other():
    words = [{"text": f"w{n}-and-more.", "start": 0, "end": 0} for n in range(1200)]
    said = talk({"speaker": "A", "text": "", "words": words})
    cues = cues_of(said, Style(lines=1, chars_per_line=10), {})
    assert len(cues) == 1200
    assert all(cue.start < cue.end <= after.start for cue, after in pairwise(cues))


@pytest.mark.parametrize("hours", [100, 1000])
def test_times_may_be_longer_than_days(hours):
    (cue,) = cues_of(speech(spoken("Still here.", hours * 3_600_000)), Style(), {})
    assert cue.start == hours * 3_600_000
