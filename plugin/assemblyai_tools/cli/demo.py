"""The demo: the tools that an agent would call on a recording, one after the other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.messages import ToolMessage

from assemblyai_tools.cli.screen import Screen
from assemblyai_tools.config import Settings, default_dirs
from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).with_name("meeting.ogg")
"""The sample recording: a meeting, one speaker on each channel."""

SAMPLE_NAMES = ["Sarah"]
"""A name in the sample that a small speech model takes for "sir" unless it is told."""

SAMPLE_QUESTIONS = ("When will the launch be?", "What should be fixed first?")
"""What is asked about the sample unless the user asks something else."""

_LONG_WORD = re.compile(r"[a-z]{5,}")
"""A word worth searching for."""

_WAIT_SECONDS = 900
"""Seconds to wait for the transcript."""

Artifact = dict[str, Any]
"""A tool's structured result, or some of its arguments."""


class Job:
    """One run of the demo. Every call goes through the LangChain tools, as an agent's would."""

    def __init__(self, toolkit: AssemblyAIToolkit, screen: Screen) -> None:
        self._screen = screen
        self._tools = {tool.name: tool for tool in toolkit.get_tools()}
        self._calls = 0
        self.failures = 0

    def call(self, name: str, **arguments: Any) -> Artifact | None:
        """Call a tool, show what a model would read, and return the structured result, or None if the call failed."""
        self._calls += 1
        self._screen.heading(self._calls, name, arguments)
        call = {"type": "tool_call", "id": str(self._calls), "name": name, "args": arguments}
        with self._screen.bar():
            message: ToolMessage = self._tools[name].invoke(call)
        failed = message.status == "error"
        self.failures += failed
        self._screen.result(str(message.content), failed=failed)  # pyright: ignore[reportUnknownMemberType]
        return None if failed else message.artifact

    def run(self, audio: Path, *, options: Artifact, questions: Sequence[str], output: Path) -> None:
        """Run the whole job. What it created is deleted at the end, even after a failure."""
        uploaded = self.call("upload_file", path=str(audio))
        if uploaded is None:
            return
        transcript = self.call(
            "transcribe", audio=uploaded["upload_url"], wait_seconds=_WAIT_SECONDS, **options
        )
        if transcript is None or transcript["status"] != "completed":
            return  # the text for the model says what to do with the id
        try:
            answers = self._work(transcript, questions, output)
        finally:
            self.call("delete_transcript", transcript_id=transcript["id"])
        for answer in answers:
            if answer and answer["purgeable"]:
                self.call("purge_request_data", request_id=answer["request_id"])

    def _work(self, transcript: Artifact, questions: Sequence[str], output: Path) -> list[Artifact | None]:
        one, ids = {"transcript_id": transcript["id"]}, [transcript["id"]]
        words = frequent_words(transcript)
        self.call("search_words", transcript_ids=ids, words=words)
        asked = [
            {"question": question} for question in questions or [f"What was said about {w}?" for w in words]
        ]
        answers = [
            self.call("summarize", transcript_ids=ids, answer_format="three bullet points"),
            self.call("ask_question", transcript_ids=ids, questions=asked),
            self.call("extract_action_items", transcript_ids=ids),
        ]
        self.call("get_subtitles", **one, save_to=str(output))
        return answers


def run_demo(
    file: Path | None,
    *,
    live: bool,
    multichannel: bool,
    speakers: bool = False,
    questions: Sequence[str],
    screen: Screen,
) -> int:
    """Run the job on `file` or the sample, offline or live. The exit code is 0 if every call succeeded."""
    audio = (file or SAMPLE).expanduser().resolve()
    output = unused_path(Path.cwd() / f"{audio.stem}.srt")
    with _service((*default_dirs(Path.cwd()), audio.parent), live=live) as settings:
        screen.say(f"Recording: {audio}\nService:   {settings.base_url}")
        toolkit = AssemblyAIToolkit(settings=settings, on_progress=screen.report)
        job = Job(toolkit, screen)
        try:
            job.run(
                audio,
                options=_speakers(file, speakers=live or speakers, multichannel=multichannel),
                questions=questions or (() if file else SAMPLE_QUESTIONS),
                output=output,
            )
        finally:
            toolkit.close()
    return 1 if job.failures else 0


def _speakers(file: Path | None, *, speakers: bool, multichannel: bool) -> Artifact:
    """How to get speakers. The sample has one on each channel. Offline, telling voices apart takes a while."""
    if file is None:
        return {"multichannel": True, "keyterms_prompt": SAMPLE_NAMES}
    if multichannel:
        return {"multichannel": True}
    return {"speaker_labels": True} if speakers else {}


def _service(folders: Sequence[Path], *, live: bool) -> AbstractContextManager[Settings]:
    return nullcontext(_live_settings(folders)) if live else emulator(allowed_dirs=folders)


def _live_settings(folders: Sequence[Path]) -> Settings:
    settings = replace(Settings.from_env(), allowed_dirs=tuple(folders))
    settings.require_key()
    return settings


def frequent_words(transcript: Artifact) -> list[str]:
    """The two most frequent long words in the transcript, to search for."""
    said = " ".join(line["text"] for line in transcript["parts"][0]["lines"]).lower()
    return [word for word, _ in Counter(_LONG_WORD.findall(said)).most_common(2)] or ["hello"]


def unused_path(path: Path) -> Path:
    """The path, or if it is taken, the first one with a number appended that is not."""
    return next(candidate for candidate in _candidates(path) if not candidate.exists())


def _candidates(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_stem(f"{path.stem}-{number}")
        number += 1
