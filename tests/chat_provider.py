"""Stands in for a provider of chat models: a server with OpenAI's chat completions, for scripted models."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def text_of(message):
    content = message.get("content") or ""
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


def saying(text):
    """The message of a model that answers with a text."""
    return {"role": "assistant", "content": text}


def calling(name, arguments, number):
    """The message of a model that calls a tool. `arguments` are JSON; `number` tells its calls apart."""
    function = {"name": name, "arguments": arguments}
    calls = [{"id": f"call_{number}", "type": "function", "function": function}]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def completion(model, message, used):
    """The body of a reply. `used` is the number of tokens of prompt and answer."""
    prompt, answer = used
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
            }
        ],
        "usage": {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer},
    }


class Provider(BaseHTTPRequestHandler):
    """A subclass replies to requests in `complete`."""

    def do_POST(self):
        self.complete(json.loads(self.rfile.read(int(self.headers["content-length"]))))

    def reply(self, status, kind, text):
        content = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Nothing: the answer is what counts."""


@contextmanager
def running(provider):
    """Run the server; gives the address for OPENAI_BASE_URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), provider) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()
