"""The demo's job: the tools that an agent would call on a recording, one after the other."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import ToolMessage

from assemblyai_tools.cli.screen import Screen
from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.text import count

GENERAL_QUESTIONS = ("What is this recording about?", "What was agreed or decided?")
"""What can be asked about any recording."""

_WAIT_SECONDS = 900
"""Seconds for which one call waits for the transcript: the longest that the tools allow."""

_MOST_WAITS_WITHOUT_PROGRESS = 4
"""Calls that wait, one after the other, although nothing is known to go on. Together they take an hour."""

_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
"""A word worth searching for: the words that each sentence needs are shorter, in most languages."""

_CAPTIONS_SHOWN = 3
"""Captions that are shown."""

Artifact = dict[str, Any]
"""A tool's structured result, or some of its arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done with a recording."""

    path: str
    name: str
    """What the headings call it."""
    options: Mapping[str, Any]
    """Further arguments of `transcribe`."""
    words: Sequence[str] = ()
    """What is searched for, unless its key phrases or frequent words are."""
    questions: Sequence[str] = ()
    """What is asked, unless questions are made for it."""
    captions: str | None = None
    """A new file for the captions; None shows some of them."""


class Job:
    """One run of the demo. Every call goes through the LangChain tools, as an agent's would."""

    def __init__(self, toolkit: AssemblyAIToolkit, screen: Screen, order: Order) -> None:
        self._screen = screen
        self._tools = {tool.name: tool for tool in toolkit.get_tools()}
        self._order = order
        self._steps = 0
        self._purgeable: list[str] = []
        self.failures = 0
        self.transcript_id: str | None = None
        """The transcript, once it is known."""
        self.is_unfinished = False
        """Whether the transcript was given up waiting for."""

    def run(self) -> None:
        """Transcribe the recording, and work with what was said."""
        transcript = self._transcribed()
        if transcript is None:
            return
        if not spoken(transcript):
            self._screen.say(
                f"\nNo speech was found in {self._order.name}, so there is nothing to summarize or to ask about. It "
                "may be silent, too quiet, or only music. Try a recording in which somebody speaks; offline, only "
                "English is understood."
            )
            return
        one: Artifact = {"transcript_id": transcript["id"]}
        ids: Artifact = {"transcript_ids": [transcript["id"]]}
        phrases = self._key_phrases(one) if self._order.options.get("auto_highlights") else []
        questions = list(self._order.questions) or questions_about(phrases)
        if words := list(self._order.words) or phrases[:2] or frequent_words(transcript):
            self._call(f"Search {self._order.name} for {listed(words)}", "search_words", **ids, words=words)
        self._asked("Summarize", "summarize", **ids, answer_format="three bullet points")
        asked = [{"question": question} for question in questions]
        self._asked("Ask about", "ask_question", **ids, questions=asked, shown=f": {' '.join(questions)}")
        self._asked("Action items of", "extract_action_items", **ids)
        self._captions(one)

    def clean(self) -> None:
        """Delete what was made: the transcript with its audio, and the answers that the service keeps."""
        if self.transcript_id is None:
            return
        also = f" and {count(len(self._purgeable), 'answer')}" if self._purgeable else ""
        tools = ("delete_transcript", *(["purge_request_data"] if self._purgeable else []))
        self._heading(f"Delete the transcript of {self._order.name}{also}", *tools)
        text, done = self._invoked("delete_transcript", transcript_id=self.transcript_id)
        self._screen.result(text, failed=done is None)
        purged = [self._invoked("purge_request_data", request_id=one) for one in self._purgeable]
        for text, done in purged:
            if done is None:
                self._screen.result(text, failed=True)
        if self._purgeable and all(done is not None for _, done in purged):
            self._screen.result(
                f"What the service kept of {count(len(purged), 'answer')} is purged.", failed=False
            )

    def _transcribed(self) -> Artifact | None:
        """The completed transcript; None after a failure, or if it makes no progress any more."""
        order = self._order
        self._heading(f"Transcribe {order.name}{shown_options(order.options)}", "transcribe")
        text, view = self._invoked(
            "transcribe", audio=order.path, wait_seconds=_WAIT_SECONDS, **order.options
        )
        waits, last = 0, None
        while view is not None:
            self.transcript_id = view["id"]
            if view["status"] in ("completed", "deleted"):
                break
            now = (view["status"], self._screen.fraction)
            waits, last = (0 if now != last else waits + 1), now
            if waits == _MOST_WAITS_WITHOUT_PROGRESS:
                self.is_unfinished = True
                return None
            text, view = self._invoked("get_transcript", transcript_id=view["id"], wait_seconds=_WAIT_SECONDS)
        self._screen.result(text, failed=view is None)
        return view if view and view["status"] == "completed" else None

    def _key_phrases(self, one: Artifact) -> list[str]:
        """The key phrases, those of several words first."""
        found = self._call(
            f"Key phrases of {self._order.name}", "get_transcript", **one, parts=["highlights"]
        )
        lines: list[Artifact] = found["parts"][0]["lines"] if found else []
        phrases = [str(line["text"]).rpartition(": ")[0] for line in lines]
        return sorted(phrases, key=lambda phrase: " " not in phrase)

    def _asked(self, title: str, tool: str, *, shown: str = "", **arguments: Any) -> None:
        """Ask a language model, and remember what the service keeps of it."""
        answer = self._call(f"{title} {self._order.name}{shown}", tool, **arguments)
        if answer and answer["purgeable"]:
            self._purgeable.append(answer["request_id"])

    def _captions(self, one: Artifact) -> None:
        title, order = f"Captions of {self._order.name}", self._order
        if order.captions:
            self._call(title, "get_subtitles", **one, save_to=order.captions)
            return
        self._heading(title, "get_subtitles")
        text, found = self._invoked("get_subtitles", **one)
        captions = text.split("\n\n")
        self._screen.result("\n\n".join(captions[:_CAPTIONS_SHOWN]), failed=found is None)
        if len(captions) > _CAPTIONS_SHOWN:
            self._screen.say("\n(The rest of the captions is not shown.)")

    def _call(self, title: str, tool: str, **arguments: Any) -> Artifact | None:
        """Call a tool under a heading, show what a model would read, and return the structured result, if any."""
        self._heading(title, tool)
        text, found = self._invoked(tool, **arguments)
        self._screen.result(text, failed=found is None)
        return found

    def _heading(self, title: str, *tools: str) -> None:
        self._steps += 1
        self._screen.heading(self._steps, title, tools)

    def _invoked(self, name: str, **arguments: Any) -> tuple[str, Artifact | None]:
        """Call a tool: the text for a model, and the structured result, or None if the call failed."""
        call = {"type": "tool_call", "id": name, "name": name, "args": arguments}
        with self._screen.bar():
            message: ToolMessage = self._tools[name].invoke(call)
        failed = message.status == "error"
        self.failures += failed
        return str(message.content), None if failed else message.artifact  # pyright: ignore[reportUnknownMemberType]


def spoken(transcript: Artifact) -> str:
    """What was said, on the first page of the transcript."""
    return " ".join(line["text"] for line in transcript["parts"][0]["lines"])


def frequent_words(transcript: Artifact) -> list[str]:
    """The two most frequent long words in the transcript, to search for; none if no word is long."""
    found = Counter(_LONG_WORD.findall(spoken(transcript).lower()))
    return [word for word, _ in found.most_common(2)]


def questions_about(phrases: Sequence[str]) -> list[str]:
    """What to ask: about the first key phrase, if there are any, and what can be asked about any recording."""
    if not phrases:
        return list(GENERAL_QUESTIONS)
    return [f'What was said about "{phrases[0]}"?', GENERAL_QUESTIONS[1]]


def shown_options(options: Mapping[str, Any]) -> str:
    """The options as a heading shows them."""
    given = [name if value is True else f"{name}={value!r}" for name, value in options.items()]
    return f" ({', '.join(given)})" if given else ""


def listed(words: Sequence[str]) -> str:
    """Words in quotation marks."""
    return " and ".join(f'"{word}"' for word in words)
