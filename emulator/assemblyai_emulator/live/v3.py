"""The protocol of `/v3/ws`.

https://www.assemblyai.com/docs/streaming/universal-streaming/message-sequence
"""

from collections.abc import Mapping
from datetime import datetime

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.live import messages
from assemblyai_emulator.live.json_text import json_object, unknown_type
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.orders import ForceEndpoint, KeepAlive, Order, Terminate, Update
from assemblyai_emulator.parameters import live


class V3:
    shortest_ms = 50
    longest_ms = 1000

    def parameters(self, query: Mapping[str, str], *, speakers: bool) -> live.Parameters:
        return live.parameters(query, speakers=speakers)

    def begin(self, session_id: str, expires_at: datetime, given: live.Parameters, model: str) -> Message:
        return messages.begin(session_id, expires_at, model, given.mode)

    def order(self, text: str) -> Order:
        found = json_object(text)
        match found.get("type"):
            case "Terminate":
                return Terminate()
            case "ForceEndpoint":
                return ForceEndpoint()
            case "KeepAlive":
                return KeepAlive()
            case "UpdateConfiguration":
                return Update({name: value for name, value in found.items() if name != "type"})
            case other:
                raise unknown_type(other)

    def written(self, message: Message) -> list[Message]:
        return [message]

    def failure(self, error: StreamError) -> tuple[Message, int]:
        return messages.failure(error), error.code
