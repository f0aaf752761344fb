"""Turns what is written for a model, which calls tools, into what a person types: commands and options."""

import re
import shlex
from collections.abc import Collection
from functools import cache

from assemblyai_tools.cli.commands import command_name
from assemblyai_tools.cli.phrases import OFFLINE_PHRASES, PHRASES, rephrased
from assemblyai_tools.operations import catalogue

_ARGUMENT = r"\w+=(?:\[[^\]]*\]|\"[^\"]*\"|[^\s,;]*[^\s,;.:])"
"""An argument with its value, as the texts for a model write it."""

_SNAKE_CASE = re.compile(r"(?<![\w./\\\"'-])[a-z]+(?:_[a-z]+)+(?![\w/\\\"'-]|\.\w)")
"""What may be the name of an argument."""

_PAIR = re.compile(rf"(?<![\w?&/.-]){_ARGUMENT}")
"""An argument that stands without its tool."""

_POSITIONAL = frozenset({"transcript_id", "transcript_ids", "request_id", "audio", "path"})
"""Arguments that a command takes without an option."""

_SAYS_LITTLE = frozenset({("get_transcript", "wait_seconds"), ("transcribe", "wait_seconds")})
"""Arguments that their commands need not be given: they wait by themselves."""


def in_commands(text: str, *, offline: bool = False, arguments: Collection[str] | None = None) -> str:
    """The text with commands in the place of tools, options in that of arguments; `offline` adds --offline.

    `arguments` are the names of those that may be in it; None: those of all operations, which are then imported.
    """

    def is_known(name: str) -> bool:
        return name in (_fields() if arguments is None else arguments)

    text = rephrased(text, [*PHRASES, *(OFFLINE_PHRASES if offline else ())])
    end = " --offline" if offline else ""
    text = _calls().sub(lambda found: _command(found) + end if _is_call(found) else found[0], text)
    text = _PAIR.sub(lambda found: _pair(found[0]) if is_known(_name(found[0])) else found[0], text)
    return _SNAKE_CASE.sub(lambda found: _bare(found[0]) if is_known(found[0]) else found[0], text)


def _bare(name: str) -> str:
    """An argument that is only mentioned."""
    return "an ID" if name in _POSITIONAL else option(name)


def option(name: str) -> str:
    """The option of an argument."""
    return f"--{name.replace('_', '-')}"


def _calls() -> re.Pattern[str]:
    """A mention of a tool, with the arguments that it should be called with."""
    names = "|".join(sorted(catalogue.MODULES, key=len, reverse=True))
    return re.compile(
        rf"(?P<call>\b[Cc]all )?\b(?P<tool>{names})\b(?P<more> once more)?(?! was not called)"
        rf"(?: and wait_seconds\b|(?: with| and) (?P<arguments>{_ARGUMENT}(?:(?:, | and ){_ARGUMENT})*))?"
    )


@cache
def _fields() -> frozenset[str]:
    """The arguments of all tools; to know them, all operations are imported."""
    from assemblyai_tools.operations.selection import ALL_OPERATIONS  # noqa: PLC0415 - see above

    return frozenset(name for one in ALL_OPERATIONS for name in one.arguments.model_fields)


def _is_call(found: re.Match[str]) -> bool:
    """Whether a word is the tool: `transcribe` and `summarize` are words of a sentence, too."""
    return bool("_" in found["tool"] or found["call"] or found["arguments"])


def _command(found: re.Match[str]) -> str:
    verb = {"C": "Run ", "c": "run "}[found["call"][0]] if found["call"] else ""
    given = re.findall(_ARGUMENT, found["arguments"] or "")
    kept = [one for one in given if (found["tool"], _name(one)) not in _SAYS_LITTLE]
    kept.sort(key=lambda one: _name(one) not in _POSITIONAL)
    words = " ".join(["assemblyai-tools", command_name(found["tool"]), *map(_pair, kept)])
    return f"{verb}{words}{found['more'] or ''}"


def _name(pair: str) -> str:
    return pair.partition("=")[0]


def _pair(pair: str) -> str:
    """An argument with its value, as it is typed."""
    name, _, value = pair.partition("=")
    if value.lower() in ("true", "false"):
        return option(name) if value.lower() == "true" else option(f"no_{name}")
    listed = re.findall(r"[\"']([^\"']*)[\"']", value) if value[:1] in '["' else [value]
    prefix = "" if name in _POSITIONAL else f"{option(name)} "
    return " ".join(prefix + shlex.quote(one) for one in listed)
