"""A live transcript as files and documents."""

import json
import pickle
import re

import pytest
from tests.plugin.streaming.live_events import BEGIN, live_of, turn

from assemblyai_tools import Client, InvalidArgumentsError, LiveTranscript, Settings

FORMATS = ["text", "srt", "vtt", "ttml", "json", "md", "csv", "docx", "html"]


def test_it_can_be_had_as_a_file_in_any_format_without_asking_the_service():
    live = live_of(turn(0, "Good morning.", speaker="A"), turn(1, "Hello.", 900, speaker="B"))

    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        files = client.run(live.export(FORMATS))

    assert list(files) == FORMATS
    assert files["text"] == b"Speaker A: Good morning.\nSpeaker B: Hello.\n"
    assert b"00:00:00,000 --> " in files["srt"]
    assert json.loads(files["json"])["utterances"][1]["speaker"] == "B"
    assert b"[00:00] Speaker A:" in files["md"].replace(b"\\", b"").replace(b"*", b"")
    assert files["csv"].splitlines()[1] == b"0.000,0.200,A,0.500,Good morning."
    assert all(files.values())


def test_its_documents_say_what_was_heard_when_and_by_which_model():
    live = LiveTranscript(title="call.wav")
    for event in (BEGIN, turn(0, "Good morning.")):
        live.add(event)
    pickled = pickle.loads(pickle.dumps(live))

    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        page = client.run(live.export(["md"]))["md"].decode()
        shown = client.run(live.export(["html"]))["html"].decode()
        assert client.run(pickled.export(["md"]))["md"].decode() == page

    assert page.startswith("# call.wav\n")
    assert re.search(r"\n- Date: 20\d\d-\d\d-\d\d \d\d:\d\d\n", page.replace("\\", ""))
    assert "- Speech model: u3-rt-pro\n" in page.replace("\\", "")
    assert "<title>call.wav" in shown


def test_an_empty_one_can_be_had_as_files_too():
    with Client(Settings(base_url="http://127.0.0.1:9")) as client:
        files = client.run(LiveTranscript().export(FORMATS))

    assert files["text"] == b""
    assert b"No speech was found." in files["md"]


def test_a_format_that_does_not_exist_is_refused():
    client = Client(Settings(base_url="http://127.0.0.1:9"))
    with client, pytest.raises(InvalidArgumentsError, match="no format 'pdf'"):
        client.run(LiveTranscript().export(["pdf"]))
