import pytest
from tests.plugin.playing import transcript_of

from assemblyai_tools.api.insights import Insights
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.errors import UnexpectedReplyError


def test_a_deleted_transcript_is_recognized_by_its_audio_url():
    body = {"id": "t1", "status": "completed"}
    assert transcript_of({**body, "audio_url": "http://deleted_by_user"}).deleted
    assert not transcript_of({**body, "audio_url": "https://x.test/a"}).deleted
    assert not transcript_of(body).deleted


@pytest.mark.parametrize(
    ("metadata", "warnings"),
    [
        (None, []),
        ({}, []),
        ({"warnings": None}, []),
        ({"warnings": [{"message": "Slow."}, {"message": None}, {"message": ""}, {}]}, ["Slow."]),
    ],
)
def test_empty_warnings_are_left_out(metadata, warnings):
    body = {"id": "t1", "status": "completed", "metadata": metadata}
    assert transcript_of(body).warnings == warnings


def test_a_transcripts_words_are_parsed_at_first_use():
    found = transcript_of({"id": "t1", "status": "completed", "words": [{"text": "Hi.", "start": 1}]})
    assert "words" not in vars(found)
    assert [(word.text, word.start, word.end) for word in found.words] == [("Hi.", 1, None)]
    assert found.words is found.words


def test_words_of_another_form_are_unexpected_only_when_they_are_used():
    found = transcript_of({"id": "t1", "status": "completed", "words": 7})
    with pytest.raises(UnexpectedReplyError, match="words: Input should be a valid"):
        found.words  # noqa: B018 - reading it is the test


def test_a_transcript_without_a_reply_has_no_words():
    assert Transcript(id="t1", status="queued").words is None


def test_a_transcripts_other_parts_are_parsed_at_first_use():
    body = {"id": "t1", "status": "completed", "summary": "They met.", "entities": [{"text": "Ada"}]}
    found = transcript_of(body)
    assert "insights" not in vars(found)
    assert (found.insights.summary, [entity.text for entity in found.insights.entities]) == (
        "They met.",
        ["Ada"],
    )
    assert found.insights is found.insights


def test_a_transcript_without_a_reply_has_no_other_parts():
    assert Transcript(id="t1", status="queued").insights == Insights()
