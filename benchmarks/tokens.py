"""What an agent's context is charged: definitions, results, a whole conversation."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import committed, servers
from benchmarks.committed import GENERATED, Generated
from benchmarks.conversation import Talk, talks
from benchmarks.figure import Figure, Goal
from benchmarks.stdio import StdioServer
from benchmarks.steady import steady
from benchmarks.tokenizer import tokens

_NOWHERE = "http://127.0.0.1:9"
_MOST_BYTES = 20_000
_MOST_CHARACTERS = 20_000
_MOST_TOKENS = 12_000
_API = "raw API reply"


def measure(openapi: Path | None) -> list[Figure]:
    """Counted, not timed: the same in every run."""
    ours = definitions(servers.OURS)
    generated = _generated(openapi) if openapi else committed.generated()
    with tempfile.TemporaryDirectory() as folder, talks(Path(folder), (1, 10)) as prepared:
        spoken = {hours: talk.every_tool_once(read=hours == 1) for hours, talk in prepared.items()}
    return [*of_definitions(ours, generated), *of_talks(spoken)]


def of_talks(spoken: Mapping[int, Talk]) -> list[Figure]:
    """What was read in talks of so many hours, one hour among them."""
    return [
        *(figure for hours, talk in spoken.items() for figure in _of_results(hours, talk)),
        _of_conversation(spoken[1]),
        _of_reading(spoken[1]),
    ]


def definitions(command: Sequence[str]) -> dict[str, str]:
    """Each tool's definition as the server lists it, by name."""
    with StdioServer(command, servers.environment(_NOWHERE, Path.cwd())) as server:
        listed: list[dict[str, Any]] = json.loads(server.request("tools/list"))["result"]["tools"]
    return {str(tool["name"]): json.dumps(tool, ensure_ascii=False, separators=(",", ":")) for tool in listed}


def of_definitions(ours: Mapping[str, str], generated: Generated | None) -> list[Figure]:
    return [
        Figure(
            f"all {len(ours)} definitions",
            "bytes",
            _size(ours),
            {GENERATED: generated.size} if generated else {},
            Goal("most", _MOST_BYTES),
            generated.note if generated else "",
        ),
        Figure(
            f"all {len(ours)} definitions, as a model sees them",
            "tokens",
            sum(map(_seen, ours.values())),
            {GENERATED: generated.tokens} if generated else {},
            note="name, description and arguments; what else there is stays with the client",
        ),
        *(Figure(f"definition of {name}", "tokens", _seen(text)) for name, text in ours.items()),
    ]


def _generated(openapi: Path) -> Generated:
    theirs = definitions(servers.generated(openapi))
    note = f"{len(theirs)} tools are generated"
    return Generated(_size(theirs), sum(map(_seen, theirs.values())), note)


def _size(listed: Mapping[str, str]) -> int:
    return len("\n".join(listed.values()).encode())


def _seen(definition: str) -> int:
    """The tokens of what most clients show a model of a tool."""
    tool: dict[str, Any] = json.loads(definition)
    shown = {name: tool[name] for name in ("name", "description", "inputSchema") if name in tool}
    return tokens(json.dumps(shown, ensure_ascii=False, separators=(",", ":")))


def _of_results(hours: int, talk: Talk) -> list[Figure]:
    length = "one hour" if hours == 1 else f"{hours} hours"
    shown = talk.defaults
    return [
        Figure(
            f"longest default result, {length}",
            "characters",
            max(len(exchange.text) for exchange in shown),
            {},
            Goal("most", _MOST_CHARACTERS),
        ),
        *(
            Figure(
                f"{exchange.name}, {length}",
                "tokens",
                _count(exchange.text),
                {_API: _count(exchange.raw.decode())},
            )
            for exchange in shown
        ),
    ]


def _of_conversation(talk: Talk) -> Figure:
    folder = str(talk.audio.parent)
    calls = sum(_count(exchange.call, folder) for exchange in talk.exchanges)
    return Figure(
        "every tool once about one hour, calls and results",
        "tokens",
        calls + sum(_count(exchange.text, folder) for exchange in talk.exchanges),
        {_API: calls + sum(_count(exchange.raw.decode()) for exchange in talk.exchanges)},
        Goal("most", _MOST_TOKENS),
        "captions saved to a file; the definitions come on top",
    )


def _of_reading(talk: Talk) -> Figure:
    """Everything that was said in the hour, with times and speakers, beside the API's text alone."""
    text = str(json.loads(talk.whole[0].raw)["text"])
    return Figure(
        f"the whole hour read, {len(talk.whole)} pages of get_transcript",
        "tokens",
        sum(_count(page.text) for page in talk.whole),
        {"text field of the API's reply": _count(text), _API: _count(talk.whole[0].raw.decode())},
    )


@cache  # transcribe and get_transcript are answered with the same ten hours
def _count(text: str, folder: str = "") -> int:
    return tokens(steady(text, folder))
