"""A provider that speaks OpenAI's chat completions and responses, and whose model is one of the policies."""

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
        answers = response if self.path.endswith("/responses") else answered
        self.reply(200, "application/json", json.dumps(answers(body)))


def answered(body):
    """The reply of chat completions."""
    return completion(body["model"], answer(body), USED)


def response(body):
    """The reply of OpenAI's responses, which its newer models are asked by: the same, in other forms."""
    tools = [{"function": {"name": tool["name"]}} for tool in body.get("tools", ())]
    asked = body["input"] if isinstance(body["input"], list) else [{"role": "user", "content": body["input"]}]
    message = answer({**body, "tools": tools, "messages": [as_message(item) for item in asked]})
    prompt, written = USED
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 0,
        "status": "completed",
        "model": body["model"],
        "output": [as_item(message)],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": prompt,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": written,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": prompt + written,
        },
    }


def as_message(item):
    """An item of the input as a message of chat completions."""
    match item.get("type"):
        case "function_call":
            return {"role": "assistant", "content": None}
        case "function_call_output":
            return {"role": "tool", "content": item["output"]}
    return item


def as_item(message):
    """A message of chat completions as an item of the output."""
    if "tool_calls" not in message:
        text = {"type": "output_text", "text": message["content"], "annotations": []}
        return {
            "type": "message",
            "id": "msg_1",
            "role": "assistant",
            "status": "completed",
            "content": [text],
        }
    (call,) = message["tool_calls"]
    about = {"type": "function_call", "id": call["id"], "call_id": call["id"], "status": "completed"}
    return {**about, **call["function"]}


def provider():
    """Its address, until the end of the block."""
    return running(Handler)
