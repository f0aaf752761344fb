import pytest
from evals.checks.captions import Caption, captions_of, captions_say
from evals.recordings import Recording

TALK = Recording("talk.wav", (("A", "Is it ready?"), ("B", "Yes, since noon.")))
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


def test_captions_are_read_from_both_forms():
    assert captions_of(SRT) == [
        Caption(0, 900, "Is it ready?", ""),
        Caption(1500, 2400, "Yes, since noon.", ""),
    ]
    assert captions_of(VTT) == [
        Caption(0, 900, "Is it ready?", "Ada"),
        Caption(1500, 2400, "Ben: Yes,\nsince noon.", ""),
    ]
    assert captions_of("Is it ready?") == []


def test_right_captions_pass(end):
    assert captions_say("talk.srt", TALK, longest=16)(end(files={"talk.srt": SRT})) == ""
    assert captions_say("talk.vtt", TALK, names={"A": "Ada", "B": "Ben"})(end(files={"talk.vtt": VTT})) == ""


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("other.srt", SRT, "there is no file talk.srt"),
        ("talk.srt", VTT, "talk.srt has another form than its name says"),
        ("talk.srt", "Is it ready? Yes, since noon.", "the captions do not say what is said"),
        ("talk.srt", SRT.replace("noon", "nine"), "the captions do not say what is said"),
        ("talk.srt", SRT.replace("00:00:01,500", "00:00:03,500"), "the captions' times are not in order"),
        ("talk.srt", SRT.replace("00:00:02,400", "00:01:02,400"), "the captions go on after the recording"),
    ],
)
def test_wrong_captions_are_found(end, name, text, problem):
    assert captions_say("talk.srt", TALK)(end(files={name: text})) == problem


def test_captions_that_are_too_long_or_name_the_wrong_person_are_found(end):
    long = captions_say("talk.srt", TALK, longest=15)(end(files={"talk.srt": SRT}))
    assert long == "a caption is longer than 15: 'Yes, since noon.'"
    swapped = VTT.replace("Ada", "Tom").replace("Ben", "Ada").replace("Tom", "Ben")
    found = captions_say("talk.vtt", TALK, names={"A": "Ada", "B": "Ben"})(end(files={"talk.vtt": swapped}))
    assert found == "the captions do not say that Ada says: Is it ready?"
