"""A temporary token for streaming speech-to-text.

https://www.assemblyai.com/docs/api-reference/streaming-api/generate-streaming-token
"""

from pydantic import Field

from assemblyai_tools.api.streaming_token import create_realtime_token, create_token
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Seconds
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow, choices
from assemblyai_tools.operation import CREATES, Result, operation

_SHORTEST_REALTIME = 60
"""Seconds that a token of the published specification's call lasts, at least."""


class CreateStreamingTokenArguments(Arguments):
    """Create a temporary token: a credential for live streaming (real-time transcription) without the API key.

    For a browser or app. Whoever has it can use this account until it expires: keep it secret.
    """

    expires_in_seconds: Seconds = Field(
        default=60, ge=1, le=600, description="To start within: 1 to 600, default 60."
    )
    max_session_duration_seconds: Seconds | None = Field(
        default=None, ge=60, le=10_800, description="60 to 10,800."
    )


class StreamingTokenView(Result):
    token: str
    expires_in_seconds: int
    use: str

    def render(self) -> str:
        return f"Token, good for {self.expires_in_seconds} seconds: {self.token}\n{self.use}"


@operation(
    title="Create a streaming token",
    hints=CREATES,
    toolsets=("streaming",),
    arguments=CreateStreamingTokenArguments,
    result=StreamingTokenView,
    command="token",
)
def create_streaming_token(arguments: CreateStreamingTokenArguments) -> Flow[StreamingTokenView]:
    chosen = yield from choices()
    if chosen.streaming_token == "v2":  # noqa: S105 - the name of a call, not a token
        # The published specification's call takes no session length, and its tokens last at least a minute.
        if arguments.max_session_duration_seconds is not None:
            raise InvalidArgumentsError(
                "This service's token call cannot limit the length of a session.",
                next_step="Call again without max_session_duration_seconds if that is acceptable.",
            )
        seconds = max(_SHORTEST_REALTIME, arguments.expires_in_seconds)
        reply = yield from create_realtime_token(seconds)
        here, query = "Client().stream(...) needs a token of v3", "sample_rate=16000"
    else:
        seconds = arguments.expires_in_seconds
        reply = yield from create_token(arguments.model_dump(exclude_none=True))
        here, query = "Client().stream(audio, token=TOKEN, ...)", "speech_model=u3-rt-pro&sample_rate=16000"
    use = f"{here}; elsewhere {chosen.streaming_socket}?{query}&token=TOKEN"
    return StreamingTokenView(
        token=reply.token, expires_in_seconds=reply.expires_in_seconds or seconds, use=use
    )
