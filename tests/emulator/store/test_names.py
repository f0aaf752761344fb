"""What a recording is called: its file's name, or an upload's first words."""

import json
import sqlite3

import pytest

from assemblyai_emulator.store import names
from assemblyai_emulator.store.schema import migrate
from assemblyai_emulator.store.transcripts import Transcript, insert

LONG = "We agreed to meet again on the second Friday of the month, when the importer is done."


@pytest.fixture
def connection():
    opened = sqlite3.connect(":memory:")
    opened.row_factory = sqlite3.Row
    migrate(opened)
    insert(opened, Transcript("upload", "me", 1, "http://x/upload/1", {}, upload_id="1"))
    insert(opened, Transcript("url", "me", 1, "https://example.com/a.mp3", {}))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Good morning.", "Good morning."),
        (LONG, "We agreed to meet again on the second Friday of the month, …"),
        ("x" * 100, f"{'x' * 60} …"),
        ('He said "yes" \\ no\n\tand\u2028left', 'He said "yes" \\ no and left'),
        ("\U0001f600" * 500, "\U0001f600" * 60 + " …"),
        ("", None),
    ],
)
def test_an_upload_is_called_by_its_first_words(connection, text, name):
    names.insert_opening(connection, "upload", json.dumps({"text": text, "words": []}))
    assert names.get(connection, "upload") == name


@pytest.mark.parametrize("result", ["{}", '{"words": []}', '{"text": null}', "[]"])
def test_a_result_without_text_gives_no_name(connection, result):
    names.insert_opening(connection, "upload", result)
    assert names.get(connection, "upload") is None


def test_a_url_keeps_its_own_name_and_a_file_its_own(connection):
    names.insert(connection, "upload", "call.mp3")
    for transcript in ("upload", "url"):
        names.insert_opening(connection, transcript, '{"text":"Good morning."}')
    assert names.get(connection, "upload") == "call.mp3"
    assert names.get(connection, "url") is None
