"""The files that are made of replies, and of what the ledger knows."""

import pytest
from tests.plugin.exports.transcripts import READ

from assemblyai_tools.exports import export
from assemblyai_tools.ledger.absent import nothing_known
from assemblyai_tools.ledger_steps import Known, KnownTranscripts, SpeakerNames


@pytest.fixture
def made(walk, reply):
    """The files of these formats as texts, and the requests that were sent, with these replies."""

    def make(formats, *bodies, **options):
        steps, files = walk(export("t1", formats, **options), *map(reply, bodies))
        return steps, {name: content.decode() for name, content in files.items()}

    return make


@pytest.fixture
def told(reply):
    """The files of a transcript of which the ledger knows the file's name, and speakers' names."""

    def make(formats, body, names, name):
        flow = export("t1", formats)
        step = next(flow)
        try:
            while True:
                if isinstance(step, SpeakerNames):
                    step = flow.send(names)
                elif isinstance(step, KnownTranscripts):
                    step = flow.send({"t1": Known("t1", "completed", name=name)})
                elif step == READ:
                    step = flow.send(reply(body))
                else:
                    step = flow.send(nothing_known(step))
        except StopIteration as stop:
            return stop.value

    return make
