"""A transcript that lands, and the lines that are there about it."""

import json

TALK = {"id": "t1", "status": "completed", "text": "Good morning. " * 400, "audio_duration": 12}
"""A transcript, which is longer than the disk of some tests has room for."""


def lines(folder):
    """What the file of results in this folder says, line by line. The last line is whole too."""
    text = (folder / "results.jsonl").read_text()
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]
