"""A chat model that follows a script, behind OpenAI's chat completions.

To a request it answers with the call that fits the offered tools, and to the call's result with a text. What it does
not understand is a 400 that says so, and the block that asked fails.
"""

import json
import re

from tests.chat_provider import Provider, calling, completion, running, saying, text_of
from tests.documents.blocks import recordings

PATH = "/v1/chat/completions"
USED = (1, 1)
ANSWER = "Someone promised to send a new version on Wednesday morning."
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

RIGHT = {
    "transcribe": "Wednesday morning",
    "delete_transcript": "is deleted",
    "live_ask_question": "new version",
}
"""What the result of each call says if it went well; otherwise the run of the agent would hide the error."""

REJECTED = "reject"
"""What the result says if a person did not approve the call."""


class UnexpectedError(Exception):
    """The script has no answer."""


def arguments(tool, messages):
    """The arguments of the call for the last message; None if the message does not ask for it."""
    request = text_of(messages[-1])
    if tool == "delete_transcript" and "delete" in request.lower():
        known = ID.findall(" ".join(map(text_of, messages)))
        return {"transcript_id": known[-1]} if known else None
    if tool == "live_ask_question":
        return {"questions": ["Who will send a new version?"]}
    if tool == "transcribe" and recordings(request):
        return {"audio": recordings(request)[0]}
    return None


def answer(path, body):
    """The model's message."""
    if path != PATH:
        raise UnexpectedError(f"the scripted model has {PATH}, not {path}")
    messages, tools = body["messages"], [tool["function"]["name"] for tool in body.get("tools", ())]
    if body.get("response_format"):
        raise UnexpectedError("the scripted model does not write JSON: teach it to")
    if messages[-1]["role"] == "tool":
        check(messages)
        return saying(ANSWER)
    if not tools:
        return saying(ANSWER)
    for name in RIGHT:
        given = arguments(name, messages) if name in tools else None
        if given is not None:
            return calling(name, json.dumps(given), len(messages))
    raise UnexpectedError(
        f"the scripted model knows no call for {text_of(messages[-1])!r} among {tools}: add one"
    )


def check(messages):
    """Raises UnexpectedError if a call since the model's last message did not go well."""
    last = max(number for number, message in enumerate(messages) if message["role"] == "assistant")
    names = {call["id"]: call["function"]["name"] for call in messages[last]["tool_calls"]}
    for message in messages[last + 1 :]:
        name, said = names[message["tool_call_id"]], text_of(message)
        if RIGHT[name] not in said and REJECTED not in said:
            raise UnexpectedError(f"the call of {name} failed: {said}")


def streamed(whole):
    """The same reply as events: all of it in one."""
    (choice,) = whole["choices"]
    delta = choice.pop("message")
    calls = [{"index": number, **call} for number, call in enumerate(delta.get("tool_calls", ()))]
    choice["delta"] = {**delta, "tool_calls": calls} if calls else delta
    return f"data: {json.dumps({**whole, 'object': 'chat.completion.chunk'})}\n\ndata: [DONE]\n\n"


class Handler(Provider):
    def complete(self, body):
        try:
            whole = completion(body["model"], answer(self.path, body), USED)
        except UnexpectedError as problem:
            error = {"message": str(problem), "type": "invalid_request_error"}
            self.reply(400, "application/json", json.dumps({"error": error}))
            return
        if body.get("stream"):
            self.reply(200, "text/event-stream", streamed(whole))
        else:
            self.reply(200, "application/json", json.dumps(whole))


def scripted_model():
    """Run the server; gives the address for OPENAI_BASE_URL."""
    return running(Handler)
