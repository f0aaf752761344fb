"""`delete` and `purge` ask before they delete for good, and take no ID that may mean another."""

import json

import pytest

from assemblyai_tools.cli import derived


@pytest.mark.parametrize("empty", ["", "  ", ","])
@pytest.mark.parametrize(
    "words",
    [
        ["delete", "{}", "--yes"],
        ["get", "{}"],
        ["captions", "{}"],
        ["search", "{}", "word"],
        ["list", "--before-id", "{}"],
    ],
)
def test_an_empty_id_is_a_usage_error(tools, meeting, words, empty):
    done = tools(*[word.format(empty) for word in words])
    assert (done.code, done.out) == (2, "")
    assert "Error: An ID is empty." in done.err
    assert tools("list").rows[0][1] == "completed"


def test_delete_takes_no_short_beginning_of_an_id(tools, meeting):
    done = tools("delete", meeting[:7], "--yes")
    assert done.code == 1
    assert "No transcript is surely meant by" in done.err
    assert tools("delete", meeting[:8], "--yes").out == f"Deleted: {meeting} (standup.mp3)\n"


def test_delete_asks_on_a_terminal_and_tells_what_it_is(tools, meeting, monkeypatch):
    monkeypatch.setattr(derived, "is_watched", lambda _: True)
    refused = tools("delete", "last", stdin=b"n\n")
    assert (refused.code, refused.out) == (1, "")
    assert f"Delete a transcript {meeting} (standup.mp3, " in refused.err
    assert refused.err.endswith("Nothing was deleted.\n")
    assert tools("delete", "last", stdin=b"y\n").out == f"Deleted: {meeting} (standup.mp3)\n"
    assert tools("list").rows[0][1] == "deleted"


def test_what_is_deleted_already_is_asked_about_without_words(tools, meeting, monkeypatch):
    tools("delete", meeting, "--yes")
    monkeypatch.setattr(derived, "is_watched", lambda _: True)
    assert f"Delete a transcript {meeting}?" in tools("delete", meeting, stdin=b"y\n").err


def test_delete_without_a_terminal_needs_yes(tools, meeting):
    done = tools("delete", meeting)
    assert done.code == 2
    assert "`delete` deletes for good: give --yes" in done.err
    assert tools("list").rows[0][1] == "completed"


def test_purge_takes_the_id_of_a_request(tools, meeting):
    asked = json.loads(tools("run", meeting, "Write a title", "--json").out)
    assert tools("purge", asked["request_id"], "-y").out == f"Deleted: {asked['request_id']}\n"


def test_what_the_service_does_not_offer_is_said_before_anything_is_sent(type_command, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "sk-0123456789")
    done = type_command("purge", "r1", "--yes")
    assert done.code == 1
    assert "`purge` is not available with https://api.assemblyai.com" in done.err


def test_what_may_be_purged_is_said_as_a_command(tools, meeting):
    done = tools("run", meeting, "Write a title")
    assert "\nassemblyai-tools purge " in f"\n{done.err}"
    assert "If asked to" not in done.err
