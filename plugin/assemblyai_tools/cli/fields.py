"""Makes the parameters of a command from the arguments of an operation, and the arguments from what was typed."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import click
from click.shell_completion import CompletionItem
from pydantic import PlainValidator

from assemblyai_tools.cli.wording import in_commands, option
from assemblyai_tools.operation import AnyOperation
from assemblyai_tools.operations.audio_source import read_source
from assemblyai_tools.schema import Schema

ALIASES: Mapping[str, Sequence[str]] = {
    "speaker_labels": ("--speakers",),
    "language_code": ("--language",),
    "subtitle_format": ("--format",),
}
"""Shorter names of some options."""

WHOLE: Mapping[str, int] = {"max_characters": 200_000}
"""Values instead of the operation's own defaults, which are made for a model: a person wants all of it."""

IDS = frozenset({"transcript_id", "transcript_ids", "before_id", "after_id"})
"""Arguments that may be given as a beginning, a name or `last`."""

_FOR_PEOPLE: Mapping[str, str] = {
    "min_speakers_expected": "The fewest speakers that there may be.",
    "max_speakers_expected": "The most speakers that there may be.",
    "filter_profanity": "Replace swear words with asterisks.",
    "custom_spelling": "Words to write another way.",
    "sentiment_analysis": "Find the mood of each sentence.",
    "speaker_type": "Call speakers by it; needs --speaker-labels or --multichannel.",
    "webhook_auth_header_value": "The value of that header.",
    "status": "Only transcripts with this status.",
    "request_id": "The id of the request, which summarize, ask, actions and run print.",
}
"""What help says of arguments whose names tell a model enough."""

_METAVARS = {"integer": "NUMBER", "number": "NUMBER", "string": "TEXT", "object": "JSON"}
"""What help calls the values of a JSON type."""

_PAIR = 2
"""Fields of an object that may be given as FIRST=SECOND."""


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of an operation."""

    name: str
    siblings: Collection[str]
    """The names of all arguments of the operation."""
    schema: Schema
    """Without null."""
    required: bool
    is_audio: bool
    is_free: bool
    """Whether the operation only reads, so that it may be run on all transcripts."""

    @property
    def is_list(self) -> bool:
        return self.schema.get("type") == "array"

    @property
    def item(self) -> Schema:
        """The schema of one value."""
        return cast("Schema", self.schema.get("items", {})) if self.is_list else self.schema

    @property
    def is_transcript(self) -> bool:
        return self.name in ("transcript_id", "transcript_ids")

    @property
    def is_positional(self) -> bool:
        return self.required or self.is_transcript

    @property
    def says(self) -> str:
        """What it is, for the help."""
        if self.is_transcript:
            return _SAYS_IDS.format(all=_SAYS_ALL if self.is_free else "") if self.is_list else _SAYS_ID
        text = _FOR_PEOPLE.get(self.name) or in_commands(
            self.schema.get("description", ""), arguments=self.siblings
        )
        text = text or f"{self.name.replace('_', ' ').capitalize()}."
        if self.name in WHOLE:
            text = re.sub(r", default [\d,]+", f", default {WHOLE[self.name]:,}", text)
        return text

    @property
    def metavar(self) -> str:
        if self.is_transcript:
            return "ID"
        if self.is_audio:
            return "FILE"
        if self._is_pair:
            return "=".join(name.upper() for name in self.item["properties"])
        return (
            self.name.upper().removesuffix("S")
            if self.required
            else _METAVARS[self.item.get("type", "string")]
        )

    @property
    def _is_pair(self) -> bool:
        return len(self.item.get("properties", ())) == _PAIR

    def value(self, typed: str) -> Any:
        """What was typed for one value, as the operation takes it: an object as JSON, or its two fields."""
        if self.item.get("type") != "object":
            return typed
        try:
            read = json.loads(typed)
        except ValueError:
            read = None
        if isinstance(read, dict):
            return cast("object", read)
        first, equals, second = typed.partition("=")
        if equals and self._is_pair:
            return dict(zip(self.item["properties"], (first, second), strict=True))
        return typed


_SAYS_ID = 'The transcript: its id or a unique beginning of it, the name of its file, or "last".'
_SAYS_IDS = (
    'The transcripts, with commas between them: ids or unique beginnings, names of files, "last"{all}.'
)
_SAYS_ALL = ', or "all"'


def fields_of(operation: AnyOperation) -> list[Field]:
    """The arguments of an operation, as its schema and its model say."""
    properties: Schema = operation.input_schema["properties"]
    return [
        Field(
            name,
            operation.arguments.model_fields.keys(),
            _without_null(properties[field.alias or name]),
            field.is_required(),
            is_audio=any(
                isinstance(one, PlainValidator) and one.func is read_source for one in field.metadata
            ),
            is_free=operation.hints.read_only,
        )
        for name, field in operation.arguments.model_fields.items()
    ]


def _without_null(schema: Schema) -> Schema:
    """The schema of a value that is given."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return {**schema, **kinds[0]} if len(kinds) == 1 else schema


def parameters_of(operation: AnyOperation, *, without: Collection[str] = ()) -> list[click.Parameter]:
    """The parameters of the command: what is required by its place, ids first, the rest as options."""
    fields = [one for one in fields_of(operation) if one.name not in without]
    placed = sorted((one for one in fields if one.is_positional), key=lambda one: not one.is_transcript)
    arguments: list[click.Parameter] = [_argument(one, last=one is placed[-1]) for one in placed]
    return [*arguments, *(_option(one) for one in fields if not one.is_positional)]


def _argument(field: Field, *, last: bool) -> click.Argument:
    many = field.is_list and last
    return click.Argument(
        [field.name],
        metavar=field.metavar + ("..." if many else ""),
        required=field.required,
        nargs=-1 if many else 1,
        type=click.Path() if field.is_audio else click.STRING,  # so that shells complete names of files
        help=field.says,
        shell_complete=_complete_id if field.is_transcript else None,
    )


def _option(field: Field) -> click.Option:
    names = (option(field.name), *ALIASES.get(field.name, ()))
    if field.schema.get("type") == "boolean":
        return click.Option(
            [field.name, *(f"{one}/--no-{one[2:]}" for one in names)], default=None, help=field.says
        )
    choices = field.item.get("enum")
    return click.Option(
        [field.name, *names],
        multiple=field.is_list,
        type=click.Choice(choices) if choices else click.STRING,
        metavar=None if choices else field.metavar,
        help=field.says + (" May be repeated." if field.is_list else ""),
        shell_complete=_complete_id if field.name in IDS else None,
    )


def _complete_id(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
    from assemblyai_tools.cli.known_ids import known_ids  # noqa: PLC0415 - only a shell asks for it

    return [CompletionItem(one.transcript_id, help=one.name) for one in known_ids(incomplete)]


def arguments_of(operation: AnyOperation, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the operation, from the parameters of its command; what was not given is left out."""
    arguments: dict[str, Any] = {}
    for field in fields_of(operation):
        typed = given.get(field.name)
        if typed is None or typed == ():
            if field.name in WHOLE:
                arguments[field.name] = WHOLE[field.name]
        elif isinstance(typed, tuple):
            arguments[field.name] = [field.value(one) for one in cast("tuple[str, ...]", typed)]
        else:
            arguments[field.name] = field.value(typed) if isinstance(typed, str) else typed
    return arguments
