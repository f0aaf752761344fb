import pytest

from assemblyai_tools.api.passages import Paragraph, Passage, read_passages
from assemblyai_tools.api.transcript import Word
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request

KINDS = pytest.mark.parametrize("kind", ["sentence", "paragraph"])
ROW = {
    "text": "Good morning.",
    "start": 200,
    "end": 1_900,
    "words": [{"text": "Good", "speaker": "A"}],
    "new": 1,
}


def test_sentences_are_one_request_and_keep_their_speakers(walk, reply):
    steps, found = walk(read_passages("sentence", "t1"), reply({"sentences": [{**ROW, "speaker": "A"}]}))
    assert steps == [Request("GET", "/v2/transcript/t1/sentences")]
    assert found == [Passage(text="Good morning.", start=200, end=1_900, speaker="A")]


def test_paragraphs_are_one_request_and_keep_their_words(walk, reply):
    steps, found = walk(read_passages("paragraph", "t1"), reply({"paragraphs": [ROW]}))
    assert steps == [Request("GET", "/v2/transcript/t1/paragraphs")]
    words = [Word(text="Good", speaker="A")]
    assert found == [Paragraph(text="Good morning.", start=200, end=1_900, words=words)]


@KINDS
def test_silence_has_an_empty_list(walk, reply, kind):
    assert walk(read_passages(kind, "t1"), reply({f"{kind}s": []}))[1] == []


@pytest.mark.parametrize(("kind", "other"), [("sentence", "paragraph"), ("paragraph", "sentence")])
def test_a_reply_with_the_other_kind_is_unexpected(walk, reply, kind, other):
    with pytest.raises(UnexpectedReplyError, match=rf"\({kind}s: missing; the body is JSON\)"):
        walk(read_passages(kind, "t1"), reply({f"{other}s": [ROW]}))


@KINDS
@pytest.mark.parametrize("rows", ["Good morning.", [None], [{"start": "soon"}]])
def test_rows_of_another_form_are_unexpected(walk, reply, kind, rows):
    with pytest.raises(UnexpectedReplyError):
        walk(read_passages(kind, "t1"), reply({f"{kind}s": rows}))


@KINDS
def test_only_an_id_becomes_part_of_a_path(kind):
    with pytest.raises(InvalidArgumentsError):
        next(read_passages(kind, "../account"))
