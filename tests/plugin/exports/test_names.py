"""Names of results: whatever a recording is called, its results can be written, and no other one's are overwritten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblyai_tools.exports.names import ResultNames, file_in_url, name_in_url, safe_name


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("call", "call"),
        ("Gespräch mit Zoë 🎧", "Gespräch mit Zoë 🎧"),
        ("two\nlines", "two lines"),
        ("../../etc/passwd", "etc passwd"),
        ("..", "recording"),
        ("", "recording"),
        ("   ", "recording"),
        ("???", "recording"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("a/b\\c:d", "a b c d"),
        ("con", "_con"),
        ("NUL.mp3", "_NUL.mp3"),
        ("e\u0301", "é"),
        ("right\u202eto left", "rightto left"),
        ("bytes\udcff", "bytes"),
    ],
)
def test_any_text_becomes_the_name_of_a_file(wanted, name):
    assert safe_name(wanted) == name


@given(st.lists(st.text(), max_size=20))
def test_names_are_unique_and_can_be_written(wanted):
    names = ResultNames()
    taken = [names.take(one) for one in wanted]
    assert len({one.casefold() for one in taken}) == len(taken)
    for one in taken:
        assert one
        assert len(one.encode()) < 200
        assert not set(one) & set('/\\:*?"<>|\0\n')
        assert not one.startswith((".", "-"))


def test_equal_names_are_numbered_also_beside_names_that_look_numbered():
    names = ResultNames()
    wanted = ["call-2", "call", "CALL", "call", "Call-2"]
    assert [names.take(one) for one in wanted] == ["call-2", "call", "CALL-3", "call-4", "Call-2-2"]


def test_a_long_name_is_cut_between_characters():
    assert safe_name("ü" * 200) == "ü" * 75


@pytest.mark.parametrize(
    ("url", "name", "file"),
    [
        ("https://example.com/calls/Mon%20day.mp3?sig=secret", "Mon day", "Mon day.mp3"),
        ("https://example.com/calls/", "calls", "calls"),
        ("https://me:secret@example.com:8000", "example.com", "example.com"),
        ("https://example.com/..%2F..%2Fetc%2Fcall.mp3", "call", "call.mp3"),
        ("https://example.com/%2F", "example.com", "example.com"),
        ("https://[broken", "", ""),
        ("https:///", "", ""),
    ],
)
def test_a_recording_on_the_web_is_called_by_its_address(url, name, file):
    assert name_in_url(url) == name
    assert file_in_url(url) == file


def test_names_of_files_that_are_there_are_not_given():
    assert ResultNames(taken=["Call", "call-2"]).take("call") == "call-3"
