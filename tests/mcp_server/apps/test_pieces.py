import json

import pytest
from tests.browser.showing import shown

from assemblyai_mcp.apps.pieces import PIECE_BYTES, first_piece, words_piece

LISTS = ("facts", "notes", "speakers", "turns", "paragraphs", "chapters", "answers", "highlights", "topics")
LISTS += ("redactions", "entities", "sentiment")


def put_together(whole):
    """The transcript, fetched piece by piece as the page does it; and the size of each piece."""
    pieces = [first_piece(whole)]
    while "next_item" in pieces[-1]:
        pieces.append(first_piece(whole, pieces[-1]["next_item"]))
    together = dict(pieces[0]["shown"])
    for piece in pieces[1:]:
        together |= {name: together[name] + piece["shown"][name] for name in LISTS}
    words = pieces[-1]["words"]
    while len(words["text"]) < words["total"]:
        pieces.append(words_piece(whole, len(words["text"])))
        columns = ("text", "start", "end", "confidence")
        words = words | {name: words[name] + pieces[-1]["words"][name] for name in columns}
    return together | {"words": words}, [*map(size, pieces)]


def size(piece):
    return len(json.dumps(piece, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_short_transcript_is_one_piece():
    whole = shown(("Ada", "Good morning."), ("Grace", "Hello."), facts=[("Model", "best")])
    together, sizes = put_together(whole)
    assert (together, len(sizes)) == (whole, 1)


def test_ten_hours_are_put_together_from_pieces_of_a_bounded_size():
    turns = [(f"Speaker {number % 5}", "Größe and Ångström “quoted” words " * 6) for number in range(3_000)]
    sentiment = [{"sentiment": "neutral", "start": at * 1000, "end": at * 1000 + 900} for at in range(9_000)]
    whole = shown(*turns, sentiment=sentiment)
    together, sizes = put_together(whole)
    assert together == whole  # although the pieces are filled up to their last byte
    assert max(sizes) < PIECE_BYTES + 1_000
    assert len(sizes) > 10


def test_a_word_that_is_longer_than_a_piece_comes_alone():
    whole = shown(("Ada", f"before {'a' * (PIECE_BYTES + 1)} after"))
    assert [len(words_piece(whole, at)["words"]["text"]) for at in range(3)] == [1, 1, 1]
    assert put_together(whole)[0] == whole


def test_an_item_that_is_longer_than_a_piece_comes_alone():
    notes = ["short", "a" * (PIECE_BYTES + 1), "after"]
    whole = shown(("Ada", "Hello."), notes=notes)
    assert put_together(whole)[0] == whole


@pytest.mark.parametrize("at", [2, 5])
def test_behind_the_last_word_there_is_none(at):
    assert words_piece(shown(("Ada", "Good morning.")), at)["words"]["text"] == []
