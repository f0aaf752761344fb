import json

import pytest
from tests.plugin.captions.saying import turn

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.captions.making import word_captions
from assemblyai_tools.captions.style import Style
from assemblyai_tools.flow import Request
from assemblyai_tools.ledger_steps import SpeakerNames

SAID = turn("A", "Good morning.")
TALK = {
    "id": "t1",
    "status": "completed",
    "text": "Good morning.",
    "words": SAID["words"],
    "utterances": [SAID],
}


def test_captions_have_the_names_that_speakers_were_given(reply):
    flow = word_captions("t1", "srt", Style(speakers=True))
    assert next(flow) == Request("GET", "/v2/transcript/t1")
    assert isinstance(flow.send(reply(json.dumps(TALK))), SpeakerNames)
    step = flow.send({"A": "Ada"})
    with pytest.raises(StopIteration) as ended:
        flow.send(step.work())
    assert ended.value.value == ("1\n00:00:00,000 --> 00:00:01,059\nAda: Good morning.\n", 1)


def test_silence_has_no_captions(walk, reply):
    silence = {"id": "t1", "status": "completed", "text": "", "words": []}
    assert walk(word_captions("t1", "vtt", Style()), reply(json.dumps(silence)))[1] == ("WEBVTT\n", 0)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"id": "t1", "status": "completed", "text": "Hello."}, "No word of transcript t1 has a time"),
        ({"id": "t1", "status": "queued"}, "Transcript t1 is queued; only completed ones can be read"),
    ],
)
def test_what_has_no_times_or_is_not_finished_is_refused(walk, reply, body, problem):
    with pytest.raises(InvalidArgumentsError, match=problem):
        walk(word_captions("t1", "vtt", Style()), reply(json.dumps(body)))
