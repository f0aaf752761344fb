"""Captions that the page makes of words: times, cutting, speakers, choices; and nothing in a file is markup."""

import re
from itertools import groupby, pairwise
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import expect
from tests.browser.downloading import choose, cues, download
from tests.browser.hostile import HOSTILE, hostile
from tests.browser.shown import MEETING, a_meeting, a_transcript, long_recording, without_words

from assemblyai_tools.api.transcript import Transcript, Utterance, Word
from assemblyai_tools.captions.cues import cues_of
from assemblyai_tools.captions.formats import srt, ttml, vtt
from assemblyai_tools.captions.style import Style

TTML = "http://www.w3.org/ns/ttml"
SPOKEN = (
    (0, "Good morning, everyone. Let us start with the budget for the launch."),
    (1, "Thanks, Ada."),
    (
        0,
        "Two words, and then many more of them until it is long enough for several captions, one after another.",
    ),
)


@pytest.fixture
def page(open_page):
    return open_page(a_meeting(), accept_downloads=True)


def test_srt_has_captions_of_two_lines_at_most(page):
    name, text = download(page, "SRT")
    assert name == "Standup of the launch.srt"
    assert text.startswith(
        "1\n00:00:00,000 --> 00:00:01,120\nGood morning, everyone.\n\n2\n00:00:01,200 --> "
    )
    captions = [caption.split("\n") for caption in text.strip().split("\n\n")]
    assert max(len(lines) for lines in captions) <= 4
    assert [int(lines[0]) for lines in captions] == list(range(1, len(captions) + 1))


def test_srt_says_who_speaks_where_it_was_another_before_and_vtt_and_ttml_of_every_caption(open_page):
    page = open_page(a_transcript(SPOKEN), accept_downloads=True)
    assert "Ada: " not in download(page, "SRT")[1]
    choose(page, speakers=True)
    said = [text for _, _, text in cues(download(page, "SRT")[1])]
    assert [text.split(":")[0] for text in said if ":" in text] == ["Ada", "Grace", "Ada"]
    assert len(said) > 3
    voices = [text.split(">")[0] for _, _, text in cues(download(page, "VTT")[1])]
    assert [voice for voice, _ in groupby(voices)] == ["<v Ada", "<v Grace", "<v Ada"]
    root = ET.fromstring(download(page, "TTML")[1])
    agents = [one.get(f"{{{TTML}#metadata}}agent") for one in root.iter(f"{{{TTML}}}p")]
    assert [agent for agent, _ in groupby(agents)] == ["speaker1", "speaker2", "speaker1"]


def test_captions_are_as_they_are_chosen(open_page):
    page = open_page(a_transcript(SPOKEN), accept_downloads=True)
    choose(page, lines=1, width=20, seconds=2)
    made = cues(download(page, "SRT")[1])
    assert max(len(text) for _, _, text in made) <= 20
    assert max(end - start for start, end, _ in made) <= 2000
    choose(page, lines=99, width="", seconds=120)
    assert max(text.count("\n") for _, _, text in cues(download(page, "SRT")[1])) in {1, 2, 3}
    expect(page.get_by_label("Lines")).to_have_value("4")
    long = a_transcript([(0, "Not much.")], duration=60_000)
    page = open_page(long, accept_downloads=True)
    choose(page, speed=5)
    assert cues(download(page, "SRT")[1]) == [(0, 1800, "Not much.")]


def test_captions_are_those_that_the_tools_make(open_page):
    """The cutting is written twice, in Python and in JavaScript: both make the same of an ordinary recording."""
    shown = long_recording(2000)
    page = open_page(shown, accept_downloads=True)
    made = cues_of(transcript_of(shown), Style(), {})
    assert download(page, "SRT")[1] == srt(made, None)
    assert download(page, "VTT")[1] == vtt(made, None)
    assert download(page, "TTML")[1] == ttml(made, "en")


def test_a_time_that_contradicts_the_others_is_not_believed(open_page):
    shown = a_meeting()
    shown["words"]["start"][3], shown["words"]["end"][3] = 45_000, 45_500
    shown["words"]["start"][60], shown["words"]["end"][60] = 2_000_000_000, 2_000_000_500
    page = open_page(shown, accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    assert words_of(made) == shown["words"]["text"]
    assert made[-1][1] < 50_000
    assert_apart(made)


def transcript_of(shown):
    """What the service would have given for the same."""
    words = [
        Word(text=text, start=start, end=end)
        for text, start, end in zip(*(shown["words"][name] for name in ("text", "start", "end")), strict=True)
    ]
    firsts = [turn["first"] for turn in shown["turns"]] + [len(words)]
    turns = [
        Utterance(
            speaker=shown["speakers"][turn["speaker"]]["label"],
            text=" ".join(word.text for word in words[turn["first"] : end]),
            start=words[turn["first"]].start,
            end=words[end - 1].end,
            words=words[turn["first"] : end],
        )
        for turn, end in zip(shown["turns"], firsts[1:], strict=True)
    ]
    return Transcript(
        id="t", status="completed", text=" ".join(turn.text for turn in turns), utterances=turns
    )


def test_captions_of_turns_without_words_have_the_times_of_their_turns(open_page):
    page = open_page(without_words(), accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    assert [text[:12] for start, _, text in made if start == 5000] == ["Thanks, Ada."]
    assert words_of(made) == [word for _, text in MEETING for word in text.split()]


def words_of(made):
    return [word for _, _, text in made for word in text.split()]


@pytest.mark.parametrize(
    "missing", [range(4), range(13, 17), range(14, 20), range(110, 116), range(1, 116), [0], [115]]
)
def test_no_word_is_lost_for_want_of_a_time_and_no_caption_overlaps_another(open_page, missing):
    shown = a_meeting()
    for at in missing:
        shown["words"]["start"][at] = shown["words"]["end"][at] = None
    shown["turns"].insert(3, {"speaker": 1, "first": shown["turns"][3]["first"], "text": "So I say."})
    page = open_page(shown, accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    said = [(turn["first"], turn.get("text")) for turn in shown["turns"]]
    expected = [
        *shown["words"]["text"][: said[3][0]],
        "So",
        "I",
        "say.",
        *shown["words"]["text"][said[3][0] :],
    ]
    assert words_of(made) == expected
    assert_apart(made)


def assert_apart(made):
    assert all(start < end for start, end, _ in made)
    assert all(one[1] <= other[0] for one, other in pairwise(made))


def test_people_who_talk_at_the_same_time_have_captions_one_after_the_other(open_page):
    shown = a_transcript([(0, " ".join(f"one{at}" for at in range(17))), (1, "uno dos tres cuatro")])
    for at in range(17, 21):
        shown["words"]["start"][at] = 2000 + (at - 17) * 500
        shown["words"]["end"][at] = 2400 + (at - 17) * 500
    page = open_page(shown, accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    assert_apart(made)
    assert sorted(words_of(made)) == sorted(shown["words"]["text"])


def test_captions_that_are_dense_do_not_fall_behind(open_page):
    """Three people talk at the same time for ten minutes: no caption comes seconds after its words."""
    words = [f"w{speaker}.{at}." for speaker in range(3) for at in range(1500)]
    shown = a_transcript([(speaker, " ".join(words[speaker * 1500 :][:1500])) for speaker in range(3)])
    shown["words"]["start"] = [at * 400 for at in range(1500)] * 3
    shown["words"]["end"] = [at * 400 + 350 for at in range(1500)] * 3
    page = open_page(shown, accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    assert_apart(made)
    assert max(start - int(text.split()[0].split(".")[1]) * 400 for start, _, text in made) < 1000


def test_words_that_follow_the_only_time_are_cut_into_captions_all_the_same(open_page):
    shown = a_transcript([(0, "word " * 500)])
    shown["words"]["start"][1:] = [None] * 499
    shown["words"]["end"] = [None] * 500
    page = open_page(shown, accept_downloads=True)
    made = cues(download(page, "SRT")[1])
    assert max(text.count("\n") for _, _, text in made) == 1
    assert max(end - start for start, end, _ in made) <= 7000
    assert len(words_of(made)) == 500


MARKUP = [
    *HOSTILE,
    "a 00:00:09,000 --> 00:00:10,000 </v> & b",
    "{\\an8}{\\pos(1,1)}<font color=red>red</font> <b>bold</b>",
    "one\n\n2\n00:00:01,000 --> 00:00:02,000\nForged: caption",
    "NOTE hidden\r\nSTYLE ::cue { color: red }",
    "# Heading\n\n## Transcript\n\n- item\n\n1. first\n\n    code\n\n***\n```js\n| a | b |",
    "[link](https://elsewhere.example) ![picture](https://elsewhere.example/x)",
    "100000) item",
    "Setext\n===\n\n---",
]


def as_said(text):
    """A transcript in which everything says this, each word of it being one word or all of it in one."""
    shown = hostile(text)
    shown["words"] |= {
        "total": 2,
        "text": [text, "end"],
        "start": [0, 500],
        "end": [400, 900],
        "confidence": [9, 9],
    }
    return shown


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_that_is_said_is_markup_in_a_file(open_page, text):
    page = open_page(as_said(text), accept_downloads=True)
    choose(page, speakers=True, lines=4, width=200)
    for label, tag in (("SRT", r"<[A-Za-z/!]|\{\\"), ("VTT", r"<(?!v )|<v [^>]*<")):
        made = download(page, label)[1]
        assert made.count("-->") == len(cues(made)) == 1
        assert not re.search(tag, made)
    root = ET.fromstring(download(page, "TTML")[1])
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= set(TTML_ELEMENTS)
    assert len(list(root.iter(f"{{{TTML}}}p"))) == 1
    tokens = MarkdownIt("commonmark").enable("table").parse(download(page, "Markdown")[1])
    headings = [tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "heading_open"]
    assert [one for one in headings if one in {"Summary", "Transcript"}] == ["Summary", "Transcript"]
    assert len(headings) == 4
    assert not [one.type for one in tokens if one.type in FORGED]
    inside = {child.type for one in tokens for child in one.children or ()}
    assert inside <= {"text", "strong_open", "strong_close", "text_special"}


TTML_ELEMENTS = ("tt", "head", "metadata", "agent", "name", "body", "div", "p", "br")
FORGED = ("html_block", "fence", "code_block", "hr", "table_open", "ordered_list_open")
