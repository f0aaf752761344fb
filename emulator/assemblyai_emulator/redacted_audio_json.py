"""The redacted audio of a transcript, as the API tells of it."""

from typing import Any

from assemblyai_emulator.store.transcripts import Transcript

# In a transcript's result, the file's name. It is no key of the API, so no transcript shows it.
AUDIO_FILE = "redacted_audio_file"
PATH = "/redacted-audio"


def redacted_audio_json(transcript: Transcript, origin: str) -> dict[str, Any] | None:
    """The body of GET .../redacted-audio, and of the webhook's second message; None when there is no such file.

    The URL works without a key for whoever has it, as the service's signed ones do. Theirs end after 30 minutes,
    this one with the transcript. https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio
    """
    name = transcript.result.get(AUDIO_FILE)
    if name is None:
        return None
    return {"status": "redacted_audio_ready", "redacted_audio_url": f"{origin}{PATH}/{name}"}
