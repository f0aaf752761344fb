"""A script is a generator: it yields the next step of a model, and is sent the reply.

It ends with the model's last words. As it depends on nothing but what it is sent, it can be run again from its start
up to any place: so the policy needs no memory, as a model has none.
"""

import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""The id of a transcript or a request."""


class Call:
    """A call of a tool."""

    def __init__(self, tool: str, **arguments: Any) -> None:
        self.tool = tool
        self.arguments = arguments


@dataclass(frozen=True)
class Say:
    """A text to the person, who answers."""

    text: str


@dataclass(frozen=True)
class Reply:
    """The reply of a tool or the person."""

    text: str

    @property
    def id(self) -> str:
        """The first id in it."""
        return self._ids[0]

    @property
    def last_id(self) -> str:
        """The last id in it. A request's id follows its result."""
        return self._ids[-1]

    @property
    def _ids(self) -> list[str]:
        return _ID.findall(self.text)

    @property
    def data(self) -> Any:
        """The JSON that it is."""
        return json.loads(self.text)

    def id_of(self, name: str) -> str:
        """The id in the first line that has this name: a row of a listing."""
        return next(Reply(line).id for line in self.text.splitlines() if name in line)

    def must_have(self, *texts: str) -> "Reply":
        """The reply itself. ValueError if it lacks one of these texts; case and line breaks do not count.

        A script knows its answer beforehand. With this it says only what a model could have read, too.
        """
        has = " ".join(self.text.casefold().split())
        for text in texts:
            if text.casefold() not in has:
                raise ValueError(f"The reply does not have {text!r}: {self.text}")
        return self


Steps: TypeAlias = Generator[Call | Say, Reply, str]
"""A script that runs."""

Script: TypeAlias = Callable[[], Steps]
"""A script at its start."""


def says(text: str) -> Script:
    """A script that only says this."""

    def script() -> Steps:
        yield from ()
        return text

    return script


def next_step(script: Script, replies: Sequence[str]) -> Call | Say:
    """The script's next step after these replies. After its end it repeats its last text."""
    steps = script()
    try:
        step = next(steps)
        for reply in replies:
            step = steps.send(Reply(reply))
    except StopIteration as end:
        return Say(end.value)
    return step
