"""A token for streaming (https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token)."""

from collections.abc import Mapping

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.flow import Flow, Host, Request, fetch


class StreamingToken(ApiReply):
    """A token; how long it lasts is said by today's call only."""

    token: str
    expires_in_seconds: int | None = None


def create_token(query: Mapping[str, str | int]) -> Flow[StreamingToken]:
    """Today's call."""
    return (yield from fetch(Request("GET", "/v3/token", query=query, host=Host.STREAMING), StreamingToken))


def create_realtime_token(seconds: int) -> Flow[StreamingToken]:
    """The call of the published specification; it lasts 60 seconds at least."""
    return (
        yield from fetch(Request("POST", "/v2/realtime/token", json={"expires_in": seconds}), StreamingToken)
    )
