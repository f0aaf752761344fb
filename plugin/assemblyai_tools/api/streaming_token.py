"""A token for streaming (https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token)."""

from collections.abc import Mapping

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.flow import Flow, Host, Request, fetch


class StreamingToken(ApiReply):
    """A token; only the current call says how long it lasts."""

    token: str
    expires_in_seconds: int | None = None


def create_token(query: Mapping[str, str | int]) -> Flow[StreamingToken]:
    """Create a token with the current call."""
    return (yield from fetch(Request("GET", "/v3/token", query=query, host=Host.STREAMING), StreamingToken))


def create_realtime_token(seconds: int) -> Flow[StreamingToken]:
    """Create a token with the published specification's call; it lasts at least 60 seconds."""
    return (
        yield from fetch(Request("POST", "/v2/realtime/token", json={"expires_in": seconds}), StreamingToken)
    )
