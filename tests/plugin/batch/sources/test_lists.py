"""Lists in CSV, JSON or lines become recordings with options; a bad row is told, and stops no other."""

import io
import json
import os
import tracemalloc

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.plugin.batch.sources.reading import read

from assemblyai_tools.batch.sources.reading import checked_options, read_sources
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError


def listed(tmp_path, text, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_csv_file_may_name_recordings_and_their_options(calls, tmp_path):
    path = listed(
        tmp_path,
        "\ufeffPath;Name;speaker_labels;keyterms_prompt;seconds\r\n"
        'calls/a.mp3;"Monday; early";true;"[""Kubernetes"", ""Zoë""]";12.5\r\n'
        "\r\n"
        "calls/b.WAV;;;;\r\n"
        "https://example.com/c.mp3\r\n",
    )
    good, bad = read(path)
    assert bad == []
    assert [(one.name, one.options, one.seconds) for one in good] == [
        ("Monday; early", {"speaker_labels": True, "keyterms_prompt": ["Kubernetes", "Zoë"]}, 12.5),
        ("b", None, None),
        ("c", None, None),
    ]


def test_a_quote_that_is_not_closed_in_the_last_line_spoils_that_line(calls, tmp_path):
    good, bad = read(listed(tmp_path, 'file,name\ncalls/a.mp3,first\n"calls/a.mp3,oops\n'))
    assert (len(good), [one.where for one in bad]) == (1, ["list.csv, line 3"])


@pytest.mark.parametrize("later", ["", '"calls/six.mp3",quoted\n'])
def test_a_quote_that_is_not_closed_spoils_its_own_line_only(calls, tmp_path, later):
    rows = "".join(f"calls/{number}.mp3,n{number}\n" for number in range(20))
    csv = listed(tmp_path, f'file,name\ncalls/0.mp3,first\n"calls/0.mp3,oops\n{rows}{later}')
    good, bad = read(csv)
    assert [one.where for one in bad if "cannot be read" in str(one)] == ["list.csv, line 3"]
    assert len(good) + len(bad) == 22 + bool(later)


def test_a_name_with_a_line_break_is_possible_in_csv_and_json(calls, tmp_path):
    (calls / "two\nlines.mp3").write_bytes(b"x")
    csv = listed(tmp_path, 'file,name\n"calls/two\nlines.mp3",x\ncalls/none.mp3,\n')
    good, bad = read(csv)
    assert [one.audio for one in good] == [str(calls / "two\nlines.mp3")]
    assert bad[0].where == "list.csv, line 4"
    lines = json.dumps({"audio": "calls/two\nlines.mp3"}) + "\n"
    assert [one.name for one in read(listed(tmp_path, lines, "l.jsonl"))[0]] == ["two lines"]


def test_stdin_gives_paths_addresses_and_json(calls, monkeypatch):
    monkeypatch.chdir(calls)
    text = 'a.mp3\n\n"b.WAV"\n{"url": "https://example.com/x.mp3", "language_code": "de"}\n'
    good, bad = read("-", stdin=text + f"file://{calls}/may/a.mp3\r\n")
    assert bad == []
    assert [(one.name, one.options) for one in good] == [
        ("a", None),
        ("b", None),
        ("x", {"language_code": "de"}),
        ("a-2", None),
    ]


def test_without_a_stream_it_reads_the_standard_input(calls, monkeypatch):
    monkeypatch.chdir(calls)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a.mp3\n")))
    assert [one.name for one in read_sources(["-"])] == ["a"]


@pytest.mark.parametrize(
    ("line", "fault", "told"),
    [
        (b"none.mp3", "missing", "No such file"),
        (b"empty.mp3", "empty", "0 bytes"),
        (b"may", "not media", "is a folder"),
        (b"notes.txt", "not media", "text/plain"),
        (b"pipe.mp3", "not media", "no regular file"),
        (b"huge.wav", "too large", "2.2 GB"),
        (b"a.mp3", "duplicate", "already"),
        (b"./may/../a.mp3", "duplicate", "already"),
        (b"s3://bucket/a.mp3", "missing", "http"),
        (b"bytes\xff.mp3", "unreadable", "UTF-8"),
        (b"nul\0.mp3", "unreadable", "character 0"),
        (b"x" * 300_000, "missing", "File name too long"),
        (b"{broken", "unreadable", "not JSON"),
        (b'{"a":' * 40_000, "unreadable", "not JSON"),
        (b'{"speaker_labels": true}', "unreadable", "names no audio"),
        (b'{"audio": 3}', "unreadable", "names no audio"),
        (b'{"audio": "b.WAV", "speaker_label": true}', "option", "speaker_labels"),
        (b'{"audio": "b.WAV", "wait_seconds": 3}', "option", "no option"),
        (b'{"audio": "b.WAV", "seconds": "long"}', "option", "above 0"),
        (b'{"audio": "b.WAV", "seconds": [1]}', "option", "above 0"),
        (b'{"audio": "b.WAV", "seconds": -1}', "option", "above 0"),
        (b'{"audio": "b.WAV", "speakers_expected": "many"}', "option", "whole number"),
        (b"https://youtu.be/x", "not media", "page about the recording"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_stops_no_other(calls, monkeypatch, line, fault, told):
    monkeypatch.chdir(calls)
    (calls / "empty.mp3").touch()
    os.mkfifo(calls / "pipe.mp3")
    with (calls / "huge.wav").open("wb") as file:
        file.truncate(2_300_000_000)
    good, bad = read("-", stdin=b"a.mp3\n" + line + b"\nmay/a.mp3\n")
    assert [one.audio for one in good] == [str(calls / "a.mp3"), str(calls / "may/a.mp3")]
    assert [(one.where, one.fault) for one in bad] == [("stdin, line 2", fault)]
    assert told in bad[0].why
    assert len(str(bad[0])) < 500


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a.mp3,Monday,extra", "3 columns"),
        ('"a"b,c', "cannot be read"),
        (f'"{"x" * 90_000}\n{"x" * 90_000}",c', "cannot be read"),
    ],
)
def test_a_bad_row_of_a_csv_file_is_told(calls, row, told):
    good, bad = read(listed(calls, f"audio,name\n{row}\nb.WAV,B\n"))
    assert [one.name for one in good] == ["B"]
    assert told in bad[0].why
    assert bad[0].where == "list.csv, line 2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("audio,speaker_label\na.mp3,true\n", "or call it 'speaker_labels'"),
        ("audio,qwx\na.mp3,7\n", "Remove the column.$"),
        ("a.mp3\nb.WAV\n", "no column for the audio"),
        ("", "no column for the audio"),
        ("audio\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_list_whose_every_row_would_be_wrong_is_an_error(calls, text, told):
    with pytest.raises(InvalidArgumentsError, match=f"(?i){told}"):
        read(listed(calls, text))


def test_the_same_recording_with_other_options_is_another_one(calls):
    rows = '{"audio": "a.mp3"}\n{"audio": "a.mp3", "language_code": "de"}\n{"file": "a.mp3", "language_code": "de"}\n'
    good, bad = read(listed(calls, rows, "l.jsonl"))
    assert [one.name for one in good] == ["a", "a-2"]
    assert [one.fault for one in bad] == ["duplicate"]


def test_a_row_has_only_the_options_that_differ_from_those_of_the_batch(calls):
    rows = (
        '{"audio": "a.mp3", "speaker_labels": true}\n'
        '{"audio": "b.WAV", "speaker_labels": false}\n'
        '{"audio": "may/a.mp3", "language_code": "de"}\n'
    )
    good, bad = read(
        listed(calls, rows, "l.jsonl"), options={"speaker_labels": True, "language_detection": True}
    )
    assert [one.options for one in good] == [None, {"speaker_labels": False}]
    assert "language_detection" in bad[0].why


def test_options_are_kept_as_json_values():
    assert checked_options({"speaker_labels": "yes", "custom_spelling": [{"from": ["a"], "to": "b"}]}) == {
        "speaker_labels": True,
        "custom_spelling": [{"from": ["a"], "to": "b"}],
    }
    with pytest.raises(AssemblyAIError):
        checked_options({"again": True})


@given(st.binary(max_size=400), st.sampled_from(["list.csv", "list.jsonl", "list.txt"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(b"audio\n\x00\n", "list.csv")
@example(b'{"audio": {"a": 1}, "name": []}\n{"audio": "a", "name": {}}\n[]\n{}\n""\n', "list.jsonl")
@example(b'{"audio": "\\ud800"}\n{"audio": "a\\u0000"}\n', "list.jsonl")
def test_any_bytes_as_a_list_give_recordings_that_a_database_takes_or_lines(calls, data, name):
    path = calls / name
    path.write_bytes((b"audio,name,speaker_labels\n" if name.endswith("csv") else b"") + data)
    try:
        good, bad = read(path)
    except AssemblyAIError:
        return
    for one in good:
        "\n".join([one.audio, one.name, json.dumps(one.options)]).encode()
        assert "\0" not in one.audio + one.name
    for one in bad:
        assert "\n" not in str(one)
        assert len(str(one)) < 600


def test_a_long_list_is_never_held_whole():
    lines = io.BytesIO(
        b"".join(b"https://example.com/recordings/%d.mp3\n" % number for number in range(5_000))
    )
    tracemalloc.start()
    try:
        assert sum(isinstance(one, Source) for one in read_sources(["-"], stdin=lines)) == 5_000
        assert (
            tracemalloc.get_traced_memory()[1] < 4_000_000
        )  # the names that are taken, and a digest of each row
    finally:
        tracemalloc.stop()
