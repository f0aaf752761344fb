"""What an agent's context is charged: definitions, results, a whole conversation."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.conversation import Talk, talks
from benchmarks.figure import Figure, Goal
from benchmarks.stdio import StdioServer
from benchmarks.tokenizer import tokens

_NOWHERE = "http://127.0.0.1:9"
_MOST_BYTES = 20_000
_MOST_CHARACTERS = 20_000
_MOST_TOKENS = 12_000
_API, _GENERATED = "raw API reply", "generated from OpenAPI"


def measure(openapi: Path | None) -> list[Figure]:
    """Counted, not timed: the same in every run."""
    ours = _definitions(servers.OURS)
    generated = _definitions(servers.generated(openapi)) if openapi else None
    with tempfile.TemporaryDirectory() as folder, talks(Path(folder), (1, 10)) as prepared:
        spoken = {hours: talk.every_tool_once() for hours, talk in prepared.items()}
    return [
        *_of_definitions(ours, generated),
        *(figure for hours, talk in spoken.items() for figure in _of_results(hours, talk)),
        _of_conversation(spoken[1]),
        _of_reading(spoken[1]),
    ]


def _definitions(command: Sequence[str]) -> dict[str, str]:
    """Each tool's definition as the server lists it, by name."""
    with StdioServer(command, servers.environment(_NOWHERE, Path.cwd())) as server:
        listed: list[dict[str, Any]] = json.loads(server.request("tools/list"))["result"]["tools"]
    return {str(tool["name"]): json.dumps(tool, ensure_ascii=False, separators=(",", ":")) for tool in listed}


def _of_definitions(ours: dict[str, str], generated: dict[str, str] | None) -> list[Figure]:
    whole = "\n".join(ours.values())
    theirs = "\n".join(generated.values()) if generated else None
    size = len(theirs.encode()) if theirs else None
    note = "" if generated is None else f"{len(generated)} tools are generated"
    return [
        Figure(
            f"all {len(ours)} definitions",
            "bytes",
            len(whole.encode()),
            {_GENERATED: size},
            Goal("most", _MOST_BYTES),
            note,
        ),
        Figure(
            f"all {len(ours)} definitions, as a model sees them",
            "tokens",
            sum(map(_seen, ours.values())),
            {_GENERATED: sum(map(_seen, generated.values())) if generated else None},
            note="name, description and arguments; what else there is stays with the client",
        ),
        *(Figure(f"definition of {name}", "tokens", _seen(text)) for name, text in ours.items()),
    ]


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
                tokens(exchange.text),
                {_API: tokens(exchange.raw.decode())},
            )
            for exchange in shown
        ),
    ]


def _of_conversation(talk: Talk) -> Figure:
    said = sum(tokens(exchange.call) + tokens(exchange.text) for exchange in talk.exchanges)
    raw = sum(tokens(exchange.call) + tokens(exchange.raw.decode()) for exchange in talk.exchanges)
    return Figure(
        "every tool once about one hour, calls and results",
        "tokens",
        said,
        {_API: raw},
        Goal("most", _MOST_TOKENS),
        "captions saved to a file; the definitions come on top",
    )


def _of_reading(talk: Talk) -> Figure:
    """Everything that was said in the hour, with times and speakers, beside the API's text alone."""
    text = str(json.loads(talk.whole[0].raw)["text"])
    return Figure(
        f"the whole hour read, {len(talk.whole)} pages of get_transcript",
        "tokens",
        sum(tokens(page.text) for page in talk.whole),
        {"text field of the API's reply": tokens(text), _API: tokens(talk.whole[0].raw.decode())},
    )
