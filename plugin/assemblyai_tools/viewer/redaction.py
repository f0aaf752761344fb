"""Whether personal data was to be taken out of a transcript's words (https://www.assemblyai.com/docs/pii-redaction)."""

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript

FINDINGS_LEFT_OUT = (
    "Entities, highlights, chapters, topics and the summary are not shown: only the words are redacted, and these may "
    "say what the words hide."
)
"""What a page says that leaves them out."""

AUDIO_MAY_TELL = "The words are redacted, but the audio may be the original, which says what they hide."
"""What a page says of audio that was given for it."""


class _Asked(ApiReply):
    redact_pii: bool | None = None


def redaction_asked(transcript: Transcript) -> bool | None:
    """Whether redaction was asked for; None if the reply does not say."""
    if transcript.redact_pii_audio:
        return True
    return transcript.reply.parse(_Asked).redact_pii if transcript.reply else None
