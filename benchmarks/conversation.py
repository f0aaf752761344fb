"""Every tool once on one recording: what an agent says and reads, and the service's own replies.

The emulator answers and plays a scenario instead of decoding. Only `get_redacted_audio`, which a scenario cannot
have, is about a second of real speech.
"""

import json
import wave
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from assemblyai_tools import ALL_OPERATIONS, Client, Settings
from assemblyai_tools.offline import emulator
from benchmarks.recording import scenario

_SPEECH = Path(__file__).parents[1] / "tests" / "audio" / "hello.flac"
_OPERATIONS = {operation.name: operation for operation in ALL_OPERATIONS}
_WAIT = 120
_REDACTED = {
    "audio": str(_SPEECH),
    "wait_seconds": _WAIT,
    "redact_pii": True,
    "redact_pii_policies": ["phone_number"],
    "redact_pii_audio": True,
}


@dataclass(frozen=True)
class Exchange:
    """One call as a model writes it, the text it reads, the structured view, and the service's own last reply."""

    name: str
    call: str
    text: str
    view: Mapping[str, Any]
    raw: str


class _Listening(httpx.HTTPTransport):
    """Keeps the body of the last reply. The polls before it are not read by anyone."""

    last = b""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.last = response.read()
        return response


@dataclass
class Talk:
    """Calls tools on a recording of so many hours."""

    hours: int
    audio: Path
    client: Client
    transport: _Listening
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    """The conversation. It saves the captions to a file, as the demo does."""
    captions: list[Exchange] = field(default_factory=list[Exchange])
    """The captions, shown: not part of the conversation."""
    pages: list[Exchange] = field(default_factory=list[Exchange])
    """The transcript read to its end: not part of the conversation."""

    def every_tool_once(self, *, read: bool) -> None:
        """Each tool as an agent would first call it; with `read`, the transcript to its end too."""
        redacted = self._exchange("transcribe", **_REDACTED).view["id"]
        known = self.transcribed().view["id"]
        one, several = {"transcript_id": known}, {"transcript_ids": [known]}
        if read:
            self._read(known)
        self.captions.append(self._exchange("get_subtitles", **one))
        self._call("list_transcripts")
        for name in ("get_transcript", "get_sentences", "get_paragraphs"):
            self._call(name, **one)
        self._call("get_subtitles", **one, save_to=str(self.audio.with_suffix(".srt")))
        self._call("search_words", **several, words=["refund", "deadline"])
        self._call("get_redacted_audio", transcript_id=redacted)
        request = self._call("summarize", **several).view["request_id"]
        self._call("ask_question", **several, questions=[{"question": "When is the deadline?"}])
        self._call("extract_action_items", **several)
        self._call("run_task", **several, prompt="Which suppliers were named?")
        self._call("create_streaming_token")
        self._call("purge_request_data", request_id=request)
        self._call("delete_transcript", **one)

    def transcribed(self) -> Exchange:
        """Upload the recording and transcribe it."""
        audio = self._call("upload_file", path=str(self.audio)).view["upload_url"]
        return self._call("transcribe", audio=audio, speaker_labels=True, wait_seconds=_WAIT)

    def _read(self, transcript_id: str) -> None:
        start: int | None = 0
        while start is not None:
            page = self._exchange("get_transcript", transcript_id=transcript_id, start_at_ms=start)
            self.pages.append(page)
            start = page.view["parts"][0].get("next_start_at_ms")

    def _call(self, name: str, **arguments: Any) -> Exchange:
        self.exchanges.append(self._exchange(name, **arguments))
        return self.exchanges[-1]

    def _exchange(self, name: str, **arguments: Any) -> Exchange:
        result = self.client.run(_OPERATIONS[name].start(arguments))
        # The temporary folder has another name in every run.
        call, text = (
            words.replace(str(self.audio.parent), "/recordings")
            for words in (json.dumps({"name": name, "arguments": arguments}), result.render())
        )
        return Exchange(name, call, text, result.dump(), self.transport.last.decode())


@contextmanager
def talks(folder: Path, hours: Sequence[int]) -> Generator[list[Talk]]:
    """One talk for each length, all with one emulator; their files are in `folder`."""
    scenarios = folder / "scenarios"
    scenarios.mkdir()
    audio = {length: _recording(folder, scenarios, length) for length in hours}
    arguments = ["--scenarios", str(scenarios)]
    with (
        emulator(allowed_dirs=[folder, _SPEECH.parent], arguments=arguments) as settings,
        ExitStack() as clients,
    ):
        yield [_talk(length, path, settings, clients) for length, path in audio.items()]


def _recording(folder: Path, scenarios: Path, hours: int) -> Path:
    """A short silent file that the emulator knows by its bytes and answers as if it lasted hours."""
    path = folder / f"{hours}-hours.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        writer.writeframes(bytes(16_000 * (1 + hours)))
    known = {"audio_sha256": sha256(path.read_bytes()).hexdigest(), "transcript": scenario(hours)}
    (scenarios / f"{hours}-hours.json").write_text(json.dumps(known), encoding="utf-8")
    return path


def _talk(hours: int, audio: Path, settings: Settings, clients: ExitStack) -> Talk:
    transport = _Listening()
    return Talk(hours, audio, clients.enter_context(Client(settings, transport=transport)), transport)
