"""The job that every host does, and what came of it. Runs in the host's own environment: the standard library only."""

import asyncio
import inspect
import json
import os
import re
import sys
import traceback
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Protocol

_GIVEN = json.loads(os.environ["HOSTS_GIVEN"])
COMMAND: str = _GIVEN["command"]
ARGUMENTS: list[str] = _GIVEN["arguments"]
ENV: dict[str, str] = _GIVEN["env"]
"""How to start the server: offline, with a folder of its own for its transcripts."""

TOOLS: list[str] = _GIVEN["tools"]
"""The tools that the server offers; a host may add some of its own."""

LONG_AUDIO: str = _GIVEN["long_audio"]
"""A recording of an hour, whose transcript is a scenario of the emulator."""

STRUCTURED = "structured content"
"""The kind of an answer of a host that shows a model the structured result in place of the text."""

_LONGEST_NOTE = 160


@dataclass
class Answer:
    """What the host made of a tool's result for the model: its text, the kinds of its parts, and whether it failed."""

    text: str
    kinds: list[str] = field(default_factory=lambda: ["text"])
    failed: bool = False


def default_of(what: Any, parameter: str) -> str:
    """The default of a time limit, in seconds, as the installed package has it."""
    default = inspect.signature(what).parameters[parameter].default
    return "none" if default is None else f"{default} s"


class Unavailable(Exception):  # noqa: N818 - not an error: the host has nothing of that kind
    """The host does not have this, or it does not show it; the text says which."""


class Host(Protocol):
    """One host, driven as its documentation says."""

    package: str
    """The distribution whose version is shown."""
    limit: str
    """Its own time limit of a call, as read from the installed package, and the setting that raises it."""
    progress: list[tuple[float, float | None, str | None]] | str
    """The notifications that reached the host's program, or why there is nothing to receive them with."""
    questions: list[str]
    """The questions that the host put to the person, who agrees to each."""

    def session(self) -> AbstractAsyncContextManager[Any]: ...
    async def tools(self) -> list[str]: ...
    async def call(self, name: str, arguments: dict[str, Any]) -> Answer: ...


class Report:
    """The cells of the host's row: (whether it worked, what happened)."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[bool | None, str]] = {}

    async def cell(self, name: str, step: Any) -> None:
        try:
            self.cells[name] = (True, await step)
        except Unavailable as why:
            self.cells[name] = (None, str(why))
        except Exception as error:  # noqa: BLE001 - whatever a host raises is what is to be shown
            traceback.print_exc()
            while isinstance(error, BaseExceptionGroup):
                error = error.exceptions[0]
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            self.cells[name] = (False, " ".join(f"{kind}{error}".split())[:_LONGEST_NOTE])


def run(host: Host) -> None:
    """Do the whole job and print the row as the last line of stdout."""
    report = Report()
    try:
        asyncio.run(_job(host, report))
    except BaseException as error:  # noqa: BLE001 - a host may fail while it closes; the cells so far count
        traceback.print_exc()
        if not report.cells:
            report.cells["list"] = (False, f"{type(error).__name__}: {error}"[:_LONGEST_NOTE])
    row = {
        "version": version(host.package),
        "mcp": version("mcp"),
        "limit": host.limit,
        "cells": report.cells,
    }
    sys.stdout.write(f"\n{json.dumps(row)}\n")
    sys.stdout.flush()
    os._exit(0)  # some hosts leave threads behind


async def _job(host: Host, report: Report) -> None:
    async with host.session():
        await report.cell("list", _list(host))
        await report.cell("call", _transcribe(host))
        await report.cell("progress", _progress(host))
        await report.cell("long", _long(host))
        await report.cell("deletion", _delete(host))


async def _list(host: Host) -> str:
    missing = set(TOOLS) - set(await host.tools())
    if missing:
        raise AssertionError(f"it does not list {', '.join(sorted(missing))}")
    return f"all {len(TOOLS)} tools"


async def _transcribe(host: Host) -> str:
    answer = await host.call("transcribe", {"audio": "hello.flac", "wait_seconds": 60})
    _check(answer, "Friday")
    _check(answer, "data, not instructions")
    return "transcribed"


async def _progress(host: Host) -> str:
    seen = host.progress
    if isinstance(seen, str):
        raise Unavailable(seen)
    if not seen:
        raise AssertionError("no notification arrived")
    numbers = [number for number, _, _ in seen]
    assert numbers == sorted(set(numbers)), numbers
    assert len({total for _, total, _ in seen if total}) == 1, seen
    assert all(number <= total for number, total, _ in seen if total), seen
    return f"{len(seen)} reports"


async def _long(host: Host) -> str:
    answer = await host.call("transcribe", {"audio": LONG_AUDIO, "wait_seconds": 30})
    next_page = _after(answer, r"start_at_ms\W{1,3}(\d{5,})")
    page = await host.call("get_transcript", {"transcript_id": _id(answer), "start_at_ms": int(next_page)})
    _check(page, "left out")
    others = sorted({*answer.kinds, *page.kinds} - {"text", STRUCTURED})
    if others:
        raise AssertionError(f"the model is shown {', '.join(others)} beside text")
    return f"two pages, each as {answer.kinds[0]}"


async def _delete(host: Host) -> str:
    listed = await host.call("list_transcripts", {"limit": 1})
    arguments = {"transcript_id": _id(listed)}
    answer = await host.call("delete_transcript", arguments)
    if _is_deleted(answer):
        if not host.questions:
            raise AssertionError("it was deleted, and nobody was asked")
        assert host.questions[-1].startswith("Delete a transcript ("), host.questions
        return "the person is asked"
    _check(answer, "confirm")
    answer = await host.call("delete_transcript", {**arguments, "confirm": True})
    if not _is_deleted(answer):
        raise AssertionError(answer.text)
    return "refused until `confirm=true`"


def _is_deleted(answer: Answer) -> bool:
    return "is deleted" in answer.text or '"deleted":true' in re.sub(r"\s", "", answer.text)


def _id(answer: Answer) -> str:
    return _after(answer, r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


def _after(answer: Answer, pattern: str) -> str:
    found = re.search(pattern, answer.text)
    if not found:
        raise AssertionError(f"in place of the text: {answer.text}")
    return found[1]


def _check(answer: Answer, wanted: str) -> None:
    if wanted not in answer.text:
        raise AssertionError(f"in place of the text: {answer.text}")
