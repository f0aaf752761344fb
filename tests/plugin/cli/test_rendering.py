"""What a person sees of results that the emulator does not give, from their JSON values."""

import pytest

from assemblyai_tools.cli.rendering import page_of
from assemblyai_tools.cli.terminal import Table, write_bytes

SEARCHED = {
    "transcript_ids": ["t1"],
    "total_count": 3,
    "matches": [{"text": "a", "count": 3, "timestamps": [[1000, 1500]], "left_out": 2}],
    "left_out_matches": 1,
    "not_found": [],
    "not_searched": [{"transcript_id": "t2", "reason": "still queued"}],
}


def test_what_a_search_left_out_is_said():
    page = page_of("search_words", SEARCHED)
    assert page.blocks == [
        Table(("transcript", "name", "words", "times", "at"), [("t1", "", "a", "3", "00:01 ...")])
    ]
    assert page.notes == [
        "1 more term left out: search for fewer words.",
        "Not searched: t2 (still queued).",
    ]


@pytest.mark.parametrize(
    ("operation", "data", "blocks", "note", "code"),
    [
        (
            "get_redacted_audio",
            {"ready": True, "redacted_audio_url": "u"},
            ["u"],
            "good for about 30 minutes",
            0,
        ),
        ("get_redacted_audio", {"ready": False, "reason": "Soon."}, [], "Soon.", 4),
        ("get_redacted_audio", {"ready": False}, [], "There is no redacted audio yet.", 4),
        ("delete_transcript", {"id": "t1", "deleted": False, "next_step": "Look."}, [], "Look.", 1),
        (
            "purge_request_data",
            {"request_id": "r1", "deleted": False},
            [],
            "does not say that it is deleted",
            1,
        ),
        ("get_sentences", {"lines": [], "next_step": "More."}, [], "More.", 0),
        (
            "get_transcript",
            {"status": "completed", "parts": [], "warnings": ["Loud."]},
            [],
            "Warning: Loud.",
            0,
        ),
        ("run_task", {"response": "x", "notes": ["Cut."]}, ["x"], "Cut.", 0),
    ],
)
def test_what_is_no_result_is_a_note(operation, data, blocks, note, code):
    page = page_of(operation, data)
    assert (page.blocks, page.code) == (blocks, code)
    assert note in " ".join(page.notes)


def test_an_operation_without_a_page_of_its_own_shows_its_fields():
    data = {"note": "data", "next_step": "Go on.", "audio_url": "u", "rows": [{"a": 1}, "b"]}
    page = page_of("unknown", data)
    assert page.blocks == ["audio url: u\nrows:\n  -\n    a: 1\n  - b"]
    assert page.notes == ["Go on."]


def test_bytes_are_written_after_what_was_written_before(capfdbinary):
    print("first")  # noqa: T201 - what was written before
    write_bytes(b"\xff\x00")
    assert capfdbinary.readouterr().out == b"first\n\xff\x00"
