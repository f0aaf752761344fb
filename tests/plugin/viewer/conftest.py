"""A way to make what the page shows of a reply of the service."""

import pytest

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Request
from assemblyai_tools.ledger.ledger import nothing_known
from assemblyai_tools.ledger_steps import Known, KnownTranscripts, SpeakerNames
from assemblyai_tools.viewer.shown import transcript_shown

READ = Request("GET", "/v2/transcript/t1")
PARAGRAPHS = Request("GET", "/v2/transcript/t1/paragraphs")


@pytest.fixture
def show(reply):
    """The Shown of a transcript with this body; `asked` are the requests.

    `names` are those of its speakers, `name` that of its file, `paragraphs` a list of them, or an error.
    """

    def make(body, *, names=(), name=None, paragraphs=(), **options):
        flow = transcript_shown("t1", **options)
        make.asked = []
        step = next(flow)
        try:
            while True:
                if isinstance(step, Request):
                    make.asked.append(step.path)
                if isinstance(step, SpeakerNames):
                    step = flow.send(dict(names))
                elif isinstance(step, KnownTranscripts):
                    step = flow.send({"t1": Known("t1", "completed", name=name)} if name else {})
                elif step == READ:
                    step = flow.send(reply({"id": "t1", "status": "completed", **body}))
                elif step == PARAGRAPHS and isinstance(paragraphs, AssemblyAIError):
                    step = flow.throw(paragraphs)
                elif step == PARAGRAPHS:
                    step = flow.send(reply({"paragraphs": paragraphs}))
                else:
                    step = flow.send(nothing_known(step))
        except StopIteration as stop:
            return stop.value

    return make
