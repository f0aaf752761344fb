"""What an agent's context is charged: definitions, results, a whole conversation. Counted, not timed."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import servers
from benchmarks.conversation import Talk, talks
from benchmarks.figure import Figure
from benchmarks.servers import StdioServer
from benchmarks.tokenizer import tokens

_API, _GENERATED = "raw API reply", "generated from OpenAPI"

Definitions: TypeAlias = Sequence[dict[str, Any]]
"""Tools as a server lists them."""


def measure(openapi: Path | None, hours: Sequence[int] = (1, 10)) -> list[Figure]:
    """The first of the `hours` is the recording of the conversation."""
    with tempfile.TemporaryDirectory() as folder, talks(Path(folder), hours) as prepared:
        for talk in prepared:
            talk.every_tool_once(read=talk is prepared[0])
    return [
        *_of_definitions(_listed(servers.OURS), _listed(servers.generated(openapi)) if openapi else None),
        *(figure for talk in prepared for figure in _of_results(talk)),
        _of_conversation(prepared[0]),
        _of_reading(prepared[0]),
    ]


def _listed(command: Sequence[str]) -> Definitions:
    with StdioServer(command, servers.environment(servers.NOWHERE, Path.cwd())) as server:
        listed: Definitions = json.loads(server.request("tools/list"))["result"]["tools"]
    return listed


def _of_definitions(ours: Definitions, generated: Definitions | None) -> list[Figure]:
    def figure(what: str, unit: str, count: Callable[[dict[str, Any]], int], note: str) -> Figure:
        peers = {_GENERATED: sum(map(count, generated))} if generated else {}
        return Figure(f"all {len(ours)} definitions{what}", unit, sum(map(count, ours)), peers, note=note)

    tools = f"{len(generated)} tools are generated" if generated else ""
    seen = "name, description and arguments; what else there is stays with the client"
    return [
        figure("", "bytes", _bytes, tools),
        figure(", as a model sees them", "tokens", _seen, seen),
        *(Figure(f"definition of {tool['name']}", "tokens", _seen(tool)) for tool in ours),
    ]


def _bytes(tool: dict[str, Any]) -> int:
    return len(_json(tool).encode())


def _seen(tool: dict[str, Any]) -> int:
    """The tokens of what most clients show a model of a tool."""
    return tokens(_json({key: tool[key] for key in ("name", "description", "inputSchema") if key in tool}))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _of_results(talk: Talk) -> list[Figure]:
    length = "one hour" if talk.hours == 1 else f"{talk.hours} hours"
    shown = {exchange.name: exchange for exchange in [*talk.exchanges, *talk.captions]}.values()
    longest = max(len(exchange.text) for exchange in shown)
    return [
        Figure(f"longest default result, {length}", "characters", longest),
        *(
            Figure(
                f"{exchange.name}, {length}", "tokens", tokens(exchange.text), {_API: tokens(exchange.raw)}
            )
            for exchange in shown
        ),
    ]


def _of_conversation(talk: Talk) -> Figure:
    calls = sum(tokens(exchange.call) for exchange in talk.exchanges)
    return Figure(
        "every tool once about one hour, calls and results",
        "tokens",
        calls + sum(tokens(exchange.text) for exchange in talk.exchanges),
        {_API: calls + sum(tokens(exchange.raw) for exchange in talk.exchanges)},
        note="captions saved to a file; the definitions come on top",
    )


def _of_reading(talk: Talk) -> Figure:
    """All that was said in the hour, with times and speakers, and the API's text alone."""
    raw = talk.pages[0].raw
    return Figure(
        f"the whole hour read, {len(talk.pages)} pages of get_transcript",
        "tokens",
        sum(tokens(page.text) for page in talk.pages),
        {"text field of the API's reply": tokens(json.loads(raw)["text"]), _API: tokens(raw)},
    )
