"""The generated parts of docs/hosts.md, from the recorded results."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hosts import HOSTS, Host

Result = Mapping[str, Any]

_PASSED_ON = "the model is shown "
"""How a row begins that says which parts the model is shown beside text."""

_COLUMNS = {
    "list": "list",
    "call": "call",
    "progress": "progress",
    "deletion": "deletion",
    "long": "long transcript",
}


def write_document(path: Path, results: Mapping[str, Result]) -> None:
    """Write the matrix, the time limits and what became of links between their marks; the rest stays as it is."""
    text = path.read_text()
    rows = [(host, results.get(host.name, {})) for host in HOSTS]
    for name, lines in (("matrix", _matrix(rows)), ("limits", _limits(rows)), ("links", _links(rows))):
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        text = "".join([before, mark, *(f"{line}\n" for line in lines), end, after])
    path.write_text(text)


def _matrix(rows: Iterable[tuple[Host, Result]]) -> list[str]:
    """A row for each host; one without a result was not run."""
    head = f"| host | version | {' | '.join(_COLUMNS.values())} | run |"
    return [head, f"|---{'|---' * (len(_COLUMNS) + 2)}|", *(_row(host, result) for host, result in rows)]


def _row(host: Host, result: Result) -> str:
    cells = " | ".join(_cell(result.get("cells", {}).get(column)) for column in _COLUMNS)
    version, beside = result.get("version", ""), result.get("mcp", "")
    shown = f"{version} (mcp {beside})" if beside and beside != version else version
    return f"| {host.name} | {shown} | {cells} | {result.get('date', '')} |"


def _cell(cell: Sequence[Any] | None) -> str:
    if cell is None:
        return "not run"
    done, told = cell
    shown = str(told).replace("|", "\\|")
    return shown if done else f"none: {shown}" if done is None else f"**fails**: {shown}"


def _limits(rows: Iterable[tuple[Host, Result]]) -> list[str]:
    found = [(host, *result["limit"].partition("; ")) for host, result in rows if result.get("limit")]
    return [
        "| host | its limit | the setting |",
        "|---|---|---|",
        *(
            f"| {host.name} | {limit.replace('.0 s', ' s')} | {setting} |"
            for host, limit, _, setting in found
        ),
    ]


def _links(rows: Iterable[tuple[Host, Result]]) -> list[str]:
    """What the hosts made of the long transcript with `--resource-links`."""
    tried = [(host.name, *result["links"]) for host, result in rows if result.get("links")]
    failed = [(name, told) for name, done, told in tried if not done]
    passed_on = [name for name, told in failed if told.startswith(_PASSED_ON)]
    text = [name for name, done, _ in tried if done]
    return [
        *(f"- **fails**, {name}: {told}" for name, told in failed if name not in passed_on),
        f"- a part of its own beside the text, for the program or the vendor to understand: {', '.join(passed_on)}",
        f"- no more than text or the structured result: {', '.join(text)}",
    ]
