"""Every tool once on one recording: what an agent would say and read, beside what the service replied.

The emulator answers, playing a scenario instead of decoding; `get_redacted_audio` alone, which a scenario cannot
have, is asked about a second of real speech.
"""

import json
import wave
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import httpx
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, Client, Settings
from assemblyai_tools.offline import emulator
from benchmarks.recording import scenario

SPEECH = Path(__file__).parents[1] / "tests" / "audio" / "hello.flac"
_OPERATIONS = {operation.name: operation for operation in ALL_OPERATIONS}
_WAIT = 120


@dataclass(frozen=True)
class Exchange:
    """One call: its arguments, the text a model reads, and the bytes of the service's own replies."""

    name: str
    arguments: Mapping[str, Any]
    text: str
    raw: bytes

    @property
    def call(self) -> str:
        """The call as a model writes it."""
        return json.dumps({"name": self.name, "arguments": self.arguments}, ensure_ascii=False)


class _Listening(httpx.HTTPTransport):
    """Keeps the body of the last reply: polls before it are nobody's reading."""

    last = b""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.last = response.read()
        return response


@dataclass
class Talk:
    """Calls tools on a recording of some hours, one after the other."""

    client: Client
    transport: _Listening
    audio: Path
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    """The conversation; captions are saved to a file in it, as the demo does."""
    whole: list[Exchange] = field(default_factory=list[Exchange])
    """The transcript read to its end, page by page: no part of the conversation either."""
    captions: Exchange | None = None
    """What get_subtitles shows when it is not told to save: no part of the conversation."""

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Call a tool and remember what was read; the result is its structured view."""
        view, exchange = self._exchange(name, arguments)
        self.exchanges.append(exchange)
        return view

    def _exchange(self, name: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Exchange]:
        result = self.client.run(_OPERATIONS[name].start(arguments))
        return result.dump(), Exchange(name, arguments, result.render(), self.transport.last)

    @property
    def defaults(self) -> list[Exchange]:
        """The default result of every tool, captions not saved."""
        shown = {exchange.name: exchange for exchange in self.exchanges}
        return [*(shown | ({"get_subtitles": self.captions} if self.captions else {})).values()]

    def every_tool_once(self, *, read: bool) -> Self:
        """All tools, each as an agent would first call it; `read` the transcript to its end as well."""
        redacted = self.client.run(_OPERATIONS["transcribe"].start(_redacted())).dump()
        audio = self.call("upload_file", path=str(self.audio))["upload_url"]
        known = self.call("transcribe", audio=audio, speaker_labels=True, wait_seconds=_WAIT)["id"]
        one, several = {"transcript_id": known}, {"transcript_ids": [known]}
        self.call("list_transcripts")
        for name in ("get_transcript", "get_sentences", "get_paragraphs"):
            self.call(name, **one)
        if read:
            self._read(known)
        self.call("get_subtitles", **one, save_to=str(self.audio.with_suffix(".srt")))
        _, self.captions = self._exchange("get_subtitles", one)
        self.call("search_words", **one, words=["refund", "deadline"])
        self.call("get_redacted_audio", transcript_id=redacted["id"])
        request = self.call("summarize", **several)["request_id"]
        self.call("ask_question", **several, questions=[{"question": "When is the deadline?"}])
        self.call("extract_action_items", **several)
        self.call("run_task", **several, prompt="Which suppliers were named?")
        last: dict[str, dict[str, Any]] = {
            "create_streaming_token": {},
            "purge_request_data": {"request_id": request},
            "delete_transcript": one,
        }
        called = {exchange.name for exchange in self.exchanges}
        for name, operation in _OPERATIONS.items():
            if name not in called | last.keys():
                self.call(name, **sample_call(operation, **one, **several, path=str(self.audio), audio=audio))
        for name, arguments in last.items():
            self.call(name, **arguments)
        return self

    def _read(self, transcript_id: str) -> None:
        start: int | None = 0
        while start is not None:
            arguments = {"transcript_id": transcript_id, "start_at_ms": start}
            view, exchange = self._exchange("get_transcript", arguments)
            self.whole.append(exchange)
            start = view["parts"][0].get("next_start_at_ms")


def _redacted() -> dict[str, Any]:
    policies = ["phone_number"]
    return {
        "audio": str(SPEECH),
        "wait_seconds": _WAIT,
        "redact_pii": True,
        "redact_pii_policies": policies,
        "redact_pii_audio": True,
    }


@contextmanager
def talks(folder: Path, hours: tuple[int, ...]) -> Generator[dict[int, Talk]]:
    """One talk for each length in hours, all with one emulator that keeps its files in `folder`."""
    scenarios = folder / "scenarios"
    scenarios.mkdir()
    audio = {length: _recording(folder, scenarios, length) for length in hours}
    arguments = ["--scenarios", str(scenarios)]
    with (
        emulator(allowed_dirs=[folder, SPEECH.parent], arguments=arguments) as settings,
        ExitStack() as clients,
    ):
        yield {length: _talk(settings, path, clients) for length, path in audio.items()}


def _recording(folder: Path, scenarios: Path, hours: int) -> Path:
    """A short silent file that stands for the hours, known to the emulator by its bytes."""
    path = folder / f"{hours}-hours.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        writer.writeframes(bytes(16_000 * (1 + hours)))
    given = {"audio_sha256": sha256(path.read_bytes()).hexdigest(), "transcript": scenario(hours)}
    (scenarios / f"{hours}-hours.json").write_text(json.dumps(given), encoding="utf-8")
    return path


def _talk(settings: Settings, audio: Path, clients: ExitStack) -> Talk:
    transport = _Listening()
    return Talk(clients.enter_context(Client(settings, transport=transport)), transport, audio)
