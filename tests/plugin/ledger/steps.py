"""Steps to a ledger, and its answers."""

from assemblyai_tools.ledger.ledger import Owner
from assemblyai_tools.ledger_steps import Known, RecordTranscript
from assemblyai_tools.transport.local_file import LocalFile

URL = "https://user:secret@x.test/call.mp3?X-Amz-Signature=s3cr3t"
"""The address of a recording, with secrets in it that the ledger must not keep."""


def ask(ledger, step, account="me"):
    """The ledger's answer to a step of a call of its own."""
    return ledger.answer(step, account, owner=Owner(), source=None, hours=24)


def found(file):
    """A local file as an upload finds it."""
    return LocalFile(file, file.stat(), (file.parent,))


def read(transcript_id, **facts):
    """The step about a completed transcript that was read."""
    return RecordTranscript(transcript_id, "completed", lambda: Known(transcript_id, "completed", **facts))
