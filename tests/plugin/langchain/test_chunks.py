import pytest

from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request
from assemblyai_tools.langchain.chunks import WholeTranscript, read_chunks
from assemblyai_tools.results.speech import Line


def test_a_whole_transcript_is_one_chunk_from_its_first_word_to_its_last(walk, reply, meeting):
    steps, lines = walk(read_chunks("t1", "whole"), reply(meeting))
    assert steps == [Request("GET", "/v2/transcript/t1")]
    assert lines == [WholeTranscript(text=meeting["text"], start=1_000, end=7_450, audio_duration=8)]


def test_a_whole_transcript_of_one_speaker_names_the_speaker(walk, reply, meeting):
    one_speaker = {**meeting, "utterances": meeting["utterances"][:1]}
    assert walk(read_chunks("t1", "whole"), reply(one_speaker))[1][0].speaker == "A"


def test_a_speaker_label_cannot_start_a_new_line(walk, reply, meeting):
    one_speaker = {
        **meeting,
        "utterances": [{**meeting["utterances"][0], "speaker": "A\nB: \u202e" + "x" * 200}],
    }
    speaker = walk(read_chunks("t1", "whole"), reply(one_speaker))[1][0].speaker
    assert speaker.startswith("A B: x")
    assert len(speaker) == 100


def test_a_whole_transcript_has_its_duration_and_language(walk, reply, meeting):
    _, (line,) = walk(read_chunks("t1", "whole"), reply({**meeting, "language_code": "en_us"}))
    assert (line.audio_duration, line.language_code) == (8, "en_us")


@pytest.mark.parametrize(
    ("speakers", "named"), [("AA", "A"), ("AB", None), (["A", None], None), ([None, None], None), ("", None)]
)
def test_a_paragraph_has_a_speaker_if_the_same_one_said_every_word(walk, reply, speakers, named):
    words = [{"text": "Hi", "speaker": speaker} for speaker in speakers]
    paragraph = {"text": "Hi hi", "words": words}
    assert walk(read_chunks("t1", "paragraph"), reply({"paragraphs": [paragraph]}))[1] == [
        Line(text="Hi hi", speaker=named)
    ]


def test_a_transcript_without_words_has_no_times(walk, reply):
    _, lines = walk(read_chunks("t1", "whole"), reply({"id": "t1", "status": "completed", "text": None}))
    assert lines == [WholeTranscript(text="")]


def test_turns_are_the_utterances(walk, reply, meeting):
    _, lines = walk(read_chunks("t1", "turn"), reply(meeting))
    assert lines[1] == Line(text="Who writes the notes?", start=4_000, end=5_150, speaker="B")
    assert [line.speaker for line in lines] == ["A", "B", "A"]


def test_the_error_for_a_transcript_without_turns_says_how_to_get_them(walk, reply):
    with pytest.raises(InvalidArgumentsError) as caught:
        walk(read_chunks("t1", "turn"), reply({"id": "t1", "status": "completed", "text": "Hi."}))
    assert str(caught.value) == (
        "Transcript t1 has no speaker turns. Transcribe with speaker_labels or multichannel, or load it by sentence."
    )


def test_silence_has_no_turns_and_is_not_an_error(walk, reply):
    assert walk(read_chunks("t1", "turn"), reply({"id": "t1", "status": "completed", "text": ""}))[1] == []


@pytest.mark.parametrize("by", ["sentence", "paragraph"])
def test_sentences_and_paragraphs_are_the_services_own(walk, reply, by):
    passage = {"text": "Hi  there.", "start": 5, "end": 9, "speaker": "A"}
    steps, lines = walk(read_chunks("t1", by), reply({f"{by}s": [passage]}))
    assert steps == [Request("GET", f"/v2/transcript/t1/{by}s")]
    assert lines == [Line(text="Hi there.", start=5, end=9, speaker="A")]


def test_a_reply_without_sentences_is_not_the_callers_fault(walk, reply):
    with pytest.raises(UnexpectedReplyError, match="sentences: missing"):
        walk(read_chunks("t1", "sentence"), reply({}))


@pytest.mark.parametrize("by", ["whole", "turn"])
def test_an_unfinished_transcript_cannot_be_read(walk, reply, by):
    with pytest.raises(InvalidArgumentsError, match="only completed ones can be read"):
        walk(read_chunks("t1", by), reply({"id": "t1", "status": "processing"}))


def test_a_whole_transcript_is_clean_and_keeps_its_lines(walk, reply):
    answer = {"id": "t1", "status": "completed", "text": "One.\n\nTwo\u202e.", "language_code": "en\nus"}
    _, lines = walk(read_chunks("t1", "whole"), reply(answer))
    assert lines == [WholeTranscript(text="One.\n\nTwo.", language_code="en us")]
