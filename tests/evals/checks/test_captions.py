import pytest
from evals.checks.captions import captions_of, captions_say
from evals.recordings import PLANNING, STANDUP, Recording

TALK = Recording("talk.wav", (("A", "Is it ready?"), ("B", "Yes, since noon.")))
NAMES = {"A": "Ada", "B": "Ben"}
SRT = """1
00:00:00,000 --> 00:00:00,900
Is it ready?

2
00:00:01,500 --> 00:00:02,400
Yes, since noon.
"""
VTT = """WEBVTT

00:00.000 --> 00:00.900
<v Ada>Is it ready?</v>

00:01.500 --> 00:02.400 align:start
Ben: Yes,
since noon."""


def srt(*captions):
    """An SRT file of (start, end, text); times are in seconds."""
    return "\n\n".join(
        f"{number}\n{clock(start)} --> {clock(end)}\n{text}"
        for number, (start, end, text) in enumerate(captions, 1)
    )


def clock(seconds):
    return f"00:00:{int(seconds):02},{round(seconds * 1000) % 1000:03}"


def vtt(first, second):
    return f"WEBVTT\n\n00:00.000 --> 00:00.900\n{first}\n\n00:01.500 --> 00:02.400\n{second}\n"


def test_captions_are_read_from_both_forms():
    assert [(one.start, one.end, one.text) for one in captions_of(SRT)] == [
        (0, 900, "Is it ready?"),
        (1500, 2400, "Yes, since noon."),
    ]
    assert [(one.start, one.end, one.text) for one in captions_of(VTT)] == [
        (0, 900, "Is it ready?"),
        (1500, 2400, "Ben: Yes,\nsince noon."),
    ]
    assert captions_of("Is it ready?") == []


@pytest.mark.parametrize(
    "text",
    [
        SRT,
        SRT.replace("\n", "\r\n"),
        SRT.replace("\n\n", "\n \n"),
        "\ufeff" + SRT,
        SRT.replace("Is it", "A: Is it").replace("Yes", "[B] Yes"),
        SRT.replace("Is it", "Speaker A: Is it").replace("Yes", "Speaker B: Yes"),
        SRT.replace("Is it ready?", "<i>Is it ready?</i>"),
        srt((0, 2.4, "- Is it ready?\n- Yes, since noon.")),
        srt((0.4, 1.2, "Is it ready?"), (2, 3, "Yes, since noon.")),
    ],
)
def test_right_captions_in_srt_pass(end, text):
    assert captions_say("talk.srt", TALK)(end(files={"talk.srt": text})) == ""


@pytest.mark.parametrize(
    "text",
    [
        VTT,
        "\ufeff" + VTT,
        VTT.replace("WEBVTT\n", "WEBVTT - of a talk\n\nNOTE by hand\n"),
        VTT.replace("00:00.000", "intro\n00:00:00.000").replace("00:00.900", "00:00:00.900"),
        vtt("<v.loud Ada>Is it ready?", "<v Ben>Ben: Yes, since noon."),
        vtt("[Ada] Is it ready?", "[Ben] Yes, since noon."),
        vtt("(Ada) Is it ready?", "(Ben) Yes, since noon."),
        vtt("ADA: Is it ready?", "BEN: Yes, since noon."),
        vtt("- Ada - Is it ready?", "- Ben - Yes, since noon."),
        vtt("<i>Ada:</i> Is it ready?", "<b>Ben</b>: Yes, since noon."),
        vtt(">> ADA: Is it ready?", ">> BEN: Yes, since noon."),
        vtt("Ada\nIs it ready?", "Ben\nYes, since noon."),
        "WEBVTT\n\n00:00.000 --> 00:02.400\n- Ada: Is it ready?\n- Ben: Yes, since noon.",
        "WEBVTT\n\n00:00.000 --> 00:02.400\n<v Ada>Is it ready?</v> <v Ben>Yes, since noon.</v>",
        vtt("<v Ada>Is it ready?", "<v Ben>Yes,\n\n00:01.800 --> 00:02.400\nsince noon."),
    ],
)
def test_captions_may_name_the_speakers_in_any_usual_way(end, text):
    assert captions_say("talk.vtt", TALK, names=NAMES)(end(files={"talk.vtt": text})) == ""


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("other.srt", SRT, "there is no file talk.srt"),
        ("talk.srt", VTT, "talk.srt has another form than its name says"),
        ("talk.srt", "Is it ready? Yes, since noon.", "the captions do not say what is said"),
        ("talk.srt", SRT.replace("noon", "nine"), "the captions do not say what is said"),
        ("talk.srt", SRT.replace(",", "."), "the captions do not say what is said"),
        ("talk.srt", SRT.replace("00:00:0", "00:0"), "the captions do not say what is said"),
        ("talk.srt", SRT.replace("\n\n", "\n"), "the captions do not say what is said"),
        ("talk.srt", SRT.replace("00:00:01,500", "00:00:03,500"), "the captions' times are not in order"),
        ("talk.srt", SRT.replace("00:00:02,400", "00:01:02,400"), "the captions go on after the recording"),
        (
            "talk.srt",
            srt((0, 2.4, "Is it ready?"), (0.1, 2.4, "Yes, since noon.")),
            "the captions' times are not in order",
        ),
    ],
)
def test_wrong_captions_are_found(end, name, text, problem):
    assert captions_say("talk.srt", TALK)(end(files={name: text})) == problem


def test_words_that_are_shown_at_another_time_are_found(end):
    first, second, third = (turn.text for turn in STANDUP.turns)
    check = captions_say("standup.srt", STANDUP)
    right = srt((0, 2.4, first), (3, 6.9, second), (7.5, 11.1, third))
    assert check(end(files={"standup.srt": right})) == ""
    early = srt((0, 2.4, f"{first} {second}"), (3, 6.9, "Great."), (7.5, 11.1, third.partition(" ")[2]))
    assert check(end(files={"standup.srt": early})) == (
        f"this is said at 3.6 s, and shown at another time: {f'{first} {second}'!r}"
    )
    late = srt((1.5, 3.9, first), (4.5, 8.4, second), (9, 12, third))
    assert check(end(files={"standup.srt": late})).startswith("this is said at 0.0 s, and shown")


def test_all_words_in_one_caption_are_no_captions(end):
    one = srt((0, 11.1, STANDUP.text))
    found = captions_say("standup.srt", STANDUP)(end(files={"standup.srt": one}))
    assert found == f"a caption is shown for too long: {STANDUP.text!r}"


def test_captions_that_are_too_long_are_found(end):
    state = end(files={"talk.srt": SRT.replace("Is it ready?", "<i>Is it\nready?</i>")})
    assert captions_say("talk.srt", TALK, longest=16)(state) == ""
    found = captions_say("talk.srt", TALK, longest=15)(state)
    assert found == "a caption is longer than 15: 'Yes, since noon.'"


@pytest.mark.parametrize(
    "text",
    [
        VTT.replace("Ada", "Tom").replace("Ben", "Ada").replace("Tom", "Ben"),
        vtt("Is it ready?", "Yes, since noon."),
        "WEBVTT\n\n00:00.000 --> 00:02.400\n- Ben: Is it ready?\n- Ada: Yes, since noon.",
    ],
)
def test_the_wrong_person_or_none_is_found(end, text):
    found = captions_say("talk.vtt", TALK, names=NAMES)(end(files={"talk.vtt": text}))
    assert found == "the captions do not say that Ada says: Is it ready?"


def test_a_turn_that_is_not_labelled_belongs_to_the_one_before(end):
    text = vtt("<v Ada>Is it ready?", "Yes, since noon.")
    found = captions_say("talk.vtt", TALK, names=NAMES)(end(files={"talk.vtt": text}))
    assert found == "the captions do not say that Ben says: Yes, since noon."


def test_a_name_that_is_said_is_no_label(end):
    talk = Recording("talk.wav", (("A", "Ben, is it ready?"), ("B", "Yes, Ada.")))
    text = "WEBVTT\n\n00:00.000 --> 00:01.200\n<v Ada>Ben, is it ready?\n\n00:01.800 --> 00:02.400\n<v Ben>Yes,\nAda."
    assert captions_say("talk.vtt", talk, names=NAMES)(end(files={"talk.vtt": text})) == ""
    assert captions_say("planning.srt", PLANNING)(end(files={"planning.srt": SRT})) == (
        "the captions do not say what is said"
    )
