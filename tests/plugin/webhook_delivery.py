"""How tests deliver a notification to a webhook's receiver."""

import json

READY = {"transcript_id": "t1", "status": "completed"}
RIGHT = [(b"x-webhook-secret", b"s3cret")]


async def deliver(receiver, *parts, headers=RIGHT, method="POST", leave=False):
    """Send a request to the receiver, with its body in parts, and return the status."""
    body = list(parts) or [b""]
    messages = [
        {"type": "http.request", "body": part, "more_body": leave or number < len(body)}
        for number, part in enumerate(body, start=1)
    ]
    messages += [{"type": "http.disconnect"}] if leave else []
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    await receiver({"type": "http", "method": method, "headers": headers, "path": "/any"}, receive, send)
    assert sent == [
        {"type": "http.response.start", "status": sent[0]["status"], "headers": [(b"content-length", b"0")]},
        {"type": "http.response.body", "body": b""},
    ]
    return sent[0]["status"]


def encoded(body):
    return json.dumps(body).encode()
