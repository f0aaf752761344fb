"""The JSON that says where the redacted audio of a transcript is."""

from typing import Any

from assemblyai_emulator.store.transcripts import Transcript

AUDIO_FILE = "redacted_audio_file"
"""The key of a stored result that holds the file's name. It is not a key of the API, so replies leave it out."""

_PATH = "/redacted-audio"


def redacted_audio_json(transcript: Transcript, origin: str) -> dict[str, Any] | None:
    """The body of GET .../redacted-audio and of the webhook's second message. None if there is no redacted audio.

    The URL works without a key, like the service's signed URLs. Those expire after 30 minutes, this one works
    until the transcript is deleted. https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio
    """
    name = transcript.result.get(AUDIO_FILE)
    if name is None:
        return None
    return {"status": "redacted_audio_ready", "redacted_audio_url": f"{origin}{_PATH}/{name}"}
