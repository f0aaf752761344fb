"""The service behind a chat's MCP server: transcripts, their word search, and a model that was told its answer."""

import json
import re

import httpx
from pydantic import SecretStr

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, Settings

WORD = 400
"""Milliseconds from one word to the next."""

MEETING = (
    ("A", "Good morning, everyone. Let us start with the budget for the launch."),
    ("B", "Thanks, Ada. We have spent forty thousand euros, and that is well below the budget."),
    ("A", "That is excellent news. What about the receipts from Zoë?"),
    ("C", "They came on Monday, and I will mail them today."),
    ("B", "I am worried about the launch date, to be honest. We will need two more weeks."),
    ("A", "Then we move the launch to the fifteenth of March. Grace, will you tell the press?"),
    ("B", "Yes, I will write to them this afternoon."),
    ("A", "Good. Thank you all, and see you next week."),
)

LONG = [(("A", "B", "C")[at % 3], f"Turn {at}: " + f"{'long' * 40} " * 30) for at in range(100)]
"""Words of 160 characters, so that few of them fill several pieces."""


def transcript(name, turns=MEETING, **changes):
    """The API's reply for a transcript of these turns of (speaker, text)."""
    words, utterances = [], []
    for speaker, text in turns:
        said = []
        for word in text.split():
            start = (len(words) + len(said)) * WORD
            said.append(
                {"text": word, "start": start, "end": start + 350, "confidence": 0.95, "speaker": speaker}
            )
        times = {"start": said[0]["start"], "end": said[-1]["end"]}
        utterances.append({"speaker": speaker, "text": text, "confidence": 0.95, "words": said, **times})
        words += said
    return {
        "id": name,
        "status": "completed",
        "audio_url": "https://recordings.example/meeting.mp3",
        "audio_duration": len(words) * WORD // 1000 + 1,
        "language_code": "en",
        "text": " ".join(text for _, text in turns),
        "words": words,
        "utterances": utterances,
        **changes,
    }


class ChatService:
    """Has the transcripts; `answer` is what the language model gives to the next question."""

    def __init__(self, *transcripts, answer=None):
        self.transcripts = {one["id"]: one for one in transcripts}
        self.answer = answer or {"answers": []}

    def __call__(self, request):
        name, _, rest = request.url.path.removeprefix("/v2/transcript").strip("/").partition("/")
        if request.method == "POST":
            return httpx.Response(200, json={"id": "new", "status": "queued"})
        if name not in self.transcripts:
            return httpx.Response(400, json={"error": "Transcript lookup error, transcript id not found"})
        found = self.transcripts[name]
        if rest == "word-search":
            return httpx.Response(200, json=_search(found, request.url.params["words"].split(",")))
        return httpx.Response(200, json=found)

    async def complete(self, _prompt):
        return json.dumps(self.answer)

    def server(self):
        settings = Settings(
            api_key=SecretStr("sk-0123456789abcdef"), base_url="http://service.test", allowed_dirs=()
        )
        client = AsyncClient(settings, complete=self.complete, transport=httpx.MockTransport(self))
        return ToolServer(client)


def _search(found, wanted):
    matches = []
    for term in wanted:
        at = [
            place
            for place, word in enumerate(found["words"])
            if re.sub(r"\W", "", word["text"]).lower() == term
        ]
        times = [[found["words"][place][edge] for edge in ("start", "end")] for place in at]
        matches += [{"text": term, "count": len(at), "timestamps": times, "indexes": at}] if at else []
    return {"id": found["id"], "total_count": sum(one["count"] for one in matches), "matches": matches}
