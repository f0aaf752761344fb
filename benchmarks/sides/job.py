"""A job's address and what an error tells of it: the same on every side."""

from typing import Any

import httpx


def address(index: int, seconds: float) -> str:
    """A different one for every job of a side; the stub reads the job's length from it."""
    return f"https://audio.test/{index}/{seconds}.mp3"


def told(error: Exception) -> dict[str, Any]:
    """What a caller can learn from an error: its text, the request that failed if it holds one, its transcript id."""
    request = f" {error.request.url}" if isinstance(error, httpx.RequestError) else ""
    return {"text": f"{error}{request}", "transcript_id": getattr(error, "transcript_id", None)}
