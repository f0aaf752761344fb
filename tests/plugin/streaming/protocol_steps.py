"""How tests take the protocol step by step: no sockets, no clock."""

import json

from tests.plugin.streaming.conftest import GIVEN, begin

from assemblyai_tools import StreamParameters
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.refusals import Refusals


def protocol(**more):
    return StreamProtocol(StreamParameters.of(GIVEN | more), Refusals(str, has_token=False))


def begun(**more):
    one = protocol(**more)
    tell(one, begin())
    return one


def tell(one, *messages):
    return [event for message in messages for event in one.receive(json.dumps(message))]


def sent(one):
    messages = []
    while (message := one.next_message()) is not None:
        messages.append(json.loads(message) if isinstance(message, str) else message)
    return messages


def kinds(messages):
    return ["audio" if isinstance(one, bytes) else one["type"] for one in messages]
