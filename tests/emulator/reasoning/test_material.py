import pytest

from assemblyai_emulator.reasoning.material import Line, Material, Source, clock_time
from assemblyai_emulator.wording.words import Word


def test_a_transcripts_sentences_have_their_start_and_speaker():
    words = [
        Word("Ready?", 100, 400, 0.9, speaker="A"),
        Word("Not", 500, 700, 0.9, speaker="B"),
        Word("yet.", 700, 900, 0.9, speaker="B"),
    ]
    assert Source.from_words("t-1", words) == Source(
        "t-1", (Line("Ready?", 100, "A"), Line("Not yet.", 500, "B"))
    )


def test_the_channel_replaces_an_unknown_speaker():
    assert Source.from_words("t-1", [Word("Hi.", 0, 9, 0.9, channel="2")]).lines == (Line("Hi.", 0, "2"),)


def test_plain_text_is_cut_at_sentences_and_line_ends():
    text = "Ready? Not yet!\n\n  a list entry\nVersion 2.5 is out. "
    assert Source.from_text(text) == Source(
        None, (Line("Ready?"), Line("Not yet!"), Line("a list entry"), Line("Version 2.5 is out."))
    )


def test_empty_text_has_no_lines():
    assert Source.from_text(" \n ").lines == ()


def test_material_joins_its_sources_in_order():
    material = Material((Source("t-1", (Line("One two."),)), Source(None, (Line("Three."),))))
    assert material.lines == [Line("One two."), Line("Three.")]
    assert material.word_count == 3


@pytest.mark.parametrize(
    ("milliseconds", "time"), [(0, "00:00"), (41_999, "00:41"), (3_599_000, "59:59"), (3_723_000, "1:02:03")]
)
def test_times_are_clock_times(milliseconds, time):
    assert clock_time(milliseconds) == time


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("A:", "A"),
        ("Speaker B:", "Speaker B"),
        ("[00:41] A:", "A"),
        ("00:41 Channel 2:", "Channel 2"),
        ("1:", "1"),
    ],
)
def test_a_label_before_a_line_names_its_speaker(label, speaker):
    start = 41_000 if "[00:41]" in label else None
    text = f"{label} We open at nine. I know.\nNote: bring keys."
    assert Source.from_text(text).lines == (
        Line("We open at nine.", start, speaker),
        Line("I know.", start, speaker),
        Line("Note: bring keys."),
    )


@pytest.mark.parametrize(
    ("clock", "start"), [("[00:06]", 6_000), ("[12:41]", 761_000), ("[1:02:03]", 3_723_000)]
)
def test_a_clock_time_before_a_line_is_its_time_and_no_part_of_what_was_said(clock, start):
    assert Source.from_text(f"{clock} We open at nine.").lines == (Line("We open at nine.", start),)


@pytest.mark.parametrize("said", ["At 10:30 we open.", "10:30 is too early.", "[unclear] We open."])
def test_a_time_that_somebody_says_stays_in_what_was_said(said):
    assert Source.from_text(said).lines == (Line(said),)
