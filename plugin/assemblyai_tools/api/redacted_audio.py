"""Redacted audio (https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio)."""

from assemblyai_tools.api.reply import ApiReply


class RedactedAudio(ApiReply):
    status: str | None = None
    redacted_audio_url: str
