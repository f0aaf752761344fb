"""A provider that speaks OpenAI's chat completions, and whose model is one of the policies."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

from evals.scripts.policy import act
from evals.scripts.script import Call

USED = {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010}


def text_of(message):
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def completion(body):
    """The reply to a request."""
    messages, tools = body["messages"], {tool["function"]["name"] for tool in body["tools"]}
    request = next(text_of(message) for message in messages if message["role"] == "user")
    replies = [text_of(after) for before, after in pairwise(messages) if before["role"] == "assistant"]
    step = act(body["model"], request, "tools" if "transcribe" in tools else "endpoints", replies)
    message = {"role": "assistant", "content": None}
    if isinstance(step, Call):
        function = {"name": step.tool, "arguments": json.dumps(step.arguments)}
        message["tool_calls"] = [{"id": f"call_{len(messages)}", "type": "function", "function": function}]
    else:
        message["content"] = step.text
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": "tool_calls" if isinstance(step, Call) else "stop",
    }
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [choice],
        "usage": USED,
    }


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = json.dumps(completion(body)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


@contextmanager
def provider():
    """Its address, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
