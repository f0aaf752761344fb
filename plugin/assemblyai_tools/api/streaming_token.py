"""A token for streaming (https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token)."""

from assemblyai_tools.api.reply import ApiReply


class StreamingToken(ApiReply):
    """A token; how long it lasts is said by today's call only."""

    token: str
    expires_in_seconds: int | None = None
