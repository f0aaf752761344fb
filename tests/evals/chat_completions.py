"""A provider that speaks OpenAI's chat completions, and whose model is one of the policies."""

import json
from itertools import pairwise

from evals.scripts.policy import act
from evals.scripts.script import Call
from tests.chat_provider import Provider, calling, completion, running, saying, text_of

USED = (1000, 10)
"""Tokens of the prompt and of the answer, in each reply."""


def answer(body):
    """The model's message."""
    if not body.get("tools"):  # asked whether it is there
        return saying("OK")
    messages, tools = body["messages"], {tool["function"]["name"] for tool in body["tools"]}
    request = next(text_of(message) for message in messages if message["role"] == "user")
    replies = [text_of(after) for before, after in pairwise(messages) if before["role"] == "assistant"]
    step = act(body["model"], request, "tools" if "transcribe" in tools else "endpoints", replies)
    if isinstance(step, Call):
        return calling(step.tool, json.dumps(step.arguments), len(messages))
    return saying(step.text)


class Handler(Provider):
    def complete(self, body):
        self.reply(200, "application/json", json.dumps(completion(body["model"], answer(body), USED)))


def provider():
    """Its address, until the end of the block."""
    return running(Handler)
