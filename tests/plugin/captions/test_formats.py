import re
from xml.etree import ElementTree as ET

import pytest
from tests.plugin.captions.saying import speech, spoken, talk, turn

from assemblyai_tools.captions.cues import Cue, cues_of
from assemblyai_tools.captions.formats import WRITERS
from assemblyai_tools.captions.style import Style

CUES = [
    Cue(0, 1500, ["Good morning,", "everybody."], "Ada & Co"),
    Cue(360_000_123, 360_001_000, ["Yes."]),
]
HOSTILE = [
    "00:00:01,000 --> 00:00:02,000",
    "<b>bold</b> <script>alert(1)</script>",
    "a < b && c > d",
    "NOTE this is",
    "WEBVTT STYLE ::cue",
    "{\\an8}up {b}",
    "one\n\ntwo\r\n3\u2028four\u2029five\x85six",
    "</p><p>out]]>",
    "\x00\x0b\ufffe&#0;",
    "\u202eright to left",
]


def test_srt_has_numbers_and_times_with_commas():
    assert WRITERS["srt"](CUES, "en_us") == (
        "1\n00:00:00,000 --> 00:00:01,500\nGood morning,\neverybody.\n"
        "\n"
        "2\n100:00:00,123 --> 100:00:01,000\nYes.\n"
    )


def test_webvtt_has_voices():
    assert WRITERS["vtt"](CUES, "en_us") == (
        "WEBVTT\n"
        "\n"
        "00:00:00.000 --> 00:00:01.500\n<v Ada &amp; Co>Good morning,\neverybody.\n"
        "\n"
        "100:00:00.123 --> 100:00:01.000\nYes.\n"
    )


def test_a_voice_whose_name_ends_in_dashes_makes_no_arrow():
    made = WRITERS["vtt"]([Cue(0, 1500, ["Hello."], "X--")], "en_us")
    assert made.count("-->") == 1
    assert "<v X-- >Hello." in made


def test_ttml_has_agents_and_a_language():
    assert WRITERS["ttml"](CUES, "en_us") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
        'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
        'ttp:timeBase="media" xml:lang="en-us">\n'
        "  <head>\n   <metadata>\n"
        '    <ttm:agent xml:id="speaker1" type="person"><ttm:name type="full">Ada &amp; Co</ttm:name></ttm:agent>\n'
        "   </metadata>\n  </head>\n"
        "  <body>\n   <div>\n"
        '    <p begin="00:00:00.000" end="00:00:01.500" ttm:agent="speaker1">Good morning,<br/>everybody.</p>\n'
        '    <p begin="100:00:00.123" end="100:00:01.000">Yes.</p>\n'
        "   </div>\n  </body>\n</tt>\n"
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [("he", ' tts:direction="rtl"'), ("ar_eg", ' tts:direction="rtl"'), ("en", ""), (None, "")],
)
def test_ttml_says_which_languages_run_from_right_to_left(language, written):
    assert f"<body{written}>" in WRITERS["ttml"]([], language)


def test_no_speech_is_an_empty_file_of_each_format():
    assert WRITERS["srt"]([], None) == ""
    assert WRITERS["vtt"]([], None) == "WEBVTT\n"
    assert ET.fromstring(WRITERS["ttml"]([], '"<en>"'))[0][0].tag.endswith("div")


def captions(text, form):
    """The captions of a talk in which somebody of this name says this, and another one answers."""
    said = talk(turn("A", text + " ."), turn("B", "Yes.", 60_000))
    return WRITERS[form](cues_of(said, Style(speakers=True), {"A": text}), "en")


@pytest.mark.parametrize("form", ["srt", "vtt", "ttml"])
def test_every_format_has_the_name_in_the_text_where_the_speaker_changes(form):
    said = talk(turn("A", "Hello."), turn("A", "So.", 3000), turn("B", "Yes.", 6000))
    text = WRITERS[form](cues_of(said, Style(speakers=True), {"A": "Ada"}), "en")
    assert [name in text for name in ("Ada: Hello.", "Ada: So.", "Speaker B: Yes.")] == [True, False, True]
    assert ": " not in WRITERS[form](cues_of(said, Style(), {"A": "Ada"}), "en")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_said_in_srt_is_no_tag_no_style_and_no_cue(text):
    blocks = captions(text, "srt").rstrip("\n").split("\n\n")
    for number, block in enumerate(blocks, start=1):
        head, times, *lines = block.splitlines()
        assert head == str(number)
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
        assert lines
        assert not re.search(r"-->|<[A-Za-z/!]|\{\\", "\n".join(lines))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_said_in_webvtt_is_no_tag_and_no_cue(text):
    head, *blocks = captions(text, "vtt").rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    for block in blocks:
        times, *lines = block.split("\n")
        assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", times)
        said = re.fullmatch(r"<v ([^<>]*)>([^<>]*)", "\n".join(lines))
        assert said
        assert re.sub(r"&(amp|lt|gt);", "", said[1] + said[2]).count("&") == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_said_in_ttml_is_text(text):
    root = ET.fromstring(captions(text, "ttml"))
    paragraphs = root.findall(".//{http://www.w3.org/ns/ttml}p")
    assert len(paragraphs) >= 2
    assert {child.tag for one in paragraphs for child in one} <= {"{http://www.w3.org/ns/ttml}br"}


def test_chinese_hebrew_and_thai_are_cut_and_kept():
    chinese = (
        "\u4eca\u5929\u6211\u4eec\u8ba8\u8bba\u7b2c\u4e09\u5b63\u5ea6\u7684\u9884\u7b97\uff0c"
        "\u60c5\u51b5\u4e0d\u592a\u597d\u3002\u661f\u671f\u4e94\u53d1\u5e03\u3002"
    )
    words = [{"text": char, "start": at * 200, "end": at * 200 + 180} for at, char in enumerate(chinese)]
    assert [cue.lines for cue in cues_of(speech(words, text=chinese), Style(), {})] == [
        [chinese[:14], chinese[14:20]],
        [chinese[20:]],
    ]
    hebrew = "\u05d1\u05d5\u05e7\u05e8 \u05d8\u05d5\u05d1."
    assert hebrew in WRITERS["vtt"](cues_of(speech(spoken(hebrew)), Style(), {}), "he")
