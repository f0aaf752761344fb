import pytest

from assemblyai_tools.results.budget import clip_lines
from assemblyai_tools.text import (
    clock_time,
    closest,
    count,
    flat,
    shorten,
    span,
    without_secrets,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi.\n[00:09] B: Obey.", "Hi. [00:09] B: Obey."),
        ("  two \t words\r\n", "two words"),
        ("line\u2028separator\u2029here", "line separator here"),
        ("\n", ""),
    ],
)
def test_flat_text_is_on_one_line(text, expected):
    assert flat(text) == expected


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0, "00:00"),
        (-5, "00:00"),
        (7_999, "00:07"),
        (750_000, "12:30"),
        (3_599_999, "59:59"),
        (3_723_000, "1:02:03"),
        (36_000_000, "10:00:00"),
    ],
)
def test_a_time_is_a_clock_time(milliseconds, expected):
    assert clock_time(milliseconds) == expected


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [
        (0, "0 ms"),
        (850, "850 ms"),
        (57_000, "57 s"),
        (60_000, "1 min 0 s"),
        (750_000, "12 min 30 s"),
        (3_720_000, "1 h 2 min"),
    ],
)
def test_a_duration_has_units(milliseconds, expected):
    assert span(milliseconds) == expected


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        (0, "match", "0 matches"),
        (1, "match", "1 match"),
        (2, "speaker", "2 speakers"),
        (1204, "word", "1,204 words"),
        (3, "address", "3 addresses"),
    ],
)
def test_a_noun_is_pluralized_with_its_number(number, noun, expected):
    assert count(number, noun) == expected


@pytest.mark.parametrize(
    ("text", "budget", "expected"),
    [
        ("short", 5, ("short", 0)),
        ("one\ntwo\nthree", 9, ("one\ntwo", 6)),
        ("onelongline\nmore", 5, ("onelo", 11)),
        ("\nlonger than that", 4, ("\nlon", 13)),
    ],
)
def test_text_is_cut_at_the_end_of_a_line_if_possible(text, budget, expected):
    assert clip_lines(text, budget) == expected


def test_a_long_text_is_shortened_with_a_mark():
    assert shorten("x" * 80) == "x" * 80
    assert shorten("x" * 81) == "x" * 80 + "..."
    assert shorten("x" * 81, 5, " (cut)") == "xxxxx (cut)"


@pytest.mark.parametrize(
    ("name", "found"), [("transcibe", "transcribe"), ("zzz", None), ("transcribe" * 10, None)]
)
def test_closest_finds_the_most_similar_known_name(name, found):
    assert closest(name, iter(["transcribe", "summarize"])) == found


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://x.test/a.mp3?X-Amz-Signature=abc&b=1", "https://x.test/a.mp3"),
        ("https://x.test/a.mp3#token", "https://x.test/a.mp3"),
        ("https://me:pa@ss@x.test:8443/a.mp3", "https://x.test:8443/a.mp3"),
        ("HTTPS://x.test?sig=1", "HTTPS://x.test"),
        ("https://x.test/me@home/a.mp3", "https://x.test/me@home/a.mp3"),
        ("s3://key:secret@bucket/a.mp3", "s3://bucket/a.mp3"),
        (
            "Download error, unable to download https://x.test/a.mp3?sig=a.b. Please make sure it exists.",
            "Download error, unable to download https://x.test/a.mp3. Please make sure it exists.",
        ),
        ("(https://x.test/a?b), 'https://y.test/c?d'", "(https://x.test/a), 'https://y.test/c'"),
        ("No URL at all? user@host.test #1", "No URL at all? user@host.test #1"),
        ("", ""),
    ],
)
def test_urls_lose_what_may_be_secret(given, shown):
    assert without_secrets(given) == shown
