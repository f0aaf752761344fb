"""The command of an operation: its parameters come from the operation, and so does what happens when it runs."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from assemblyai_tools.cli.account_list import AccountList, names_of
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.exits import DONE, FAILED, IncompleteError
from assemblyai_tools.cli.fields import IDS, arguments_of, fields_of, parameters_of
from assemblyai_tools.cli.ids import ALL, is_empty, one_id, several_ids
from assemblyai_tools.cli.rendering import page_of
from assemblyai_tools.cli.session import Common, Session, common_options, opened
from assemblyai_tools.cli.terminal import Table, is_watched, note, write_json, write_table, write_text
from assemblyai_tools.cli.times import with_zones
from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError
from assemblyai_tools.operation import AnyOperation, presented
from assemblyai_tools.operations.links import web_address

_AT_ONCE = 100
"""Transcripts that one call takes, at most; a command about more makes several calls."""

_STDIN = "-"
"""An ID that means a text on stdin."""

_FILES = ("audio", "path", "save_to")
"""Arguments that name a file. Who types a name has allowed its folder."""

_YES = click.Option(["--yes", "-y"], is_flag=True, help="Do not ask.")

Call = Mapping[str, Any]
"""The arguments of one call."""


def command_of(operation: AnyOperation) -> click.Command:
    """The command of an operation."""
    parameters = parameters_of(operation)
    asks = [_YES] if operation.hints.destructive else []
    params = [*parameters, *asks, *common_options()]
    _check_clashes(operation, params)
    return click.Command(
        name=operation.command, help=said_by(operation), params=params, callback=partial(run, operation)
    )


def _check_clashes(operation: AnyOperation, params: Sequence[click.Parameter]) -> None:
    """Raise a TypeError if an argument has the name of an option that commands have: click would take either."""
    taken = {"-h", "--help"}
    for one in params:
        words = {f"argument {one.name}", *(one.opts if isinstance(one, click.Option) else ())}
        words |= set(one.secondary_opts)
        if clash := words & taken:
            raise TypeError(
                f"The command of {operation.name} has two parameters with the same name ({', '.join(sorted(clash))}): "
                "rename the argument of the operation."
            )
        taken |= words


def said_by(operation: AnyOperation) -> str:
    """What the operation says of itself, in commands, without the paragraphs on when a model should call it."""
    paragraphs = operation.description.split("\n\n")
    told = "\n\n".join(one for one in paragraphs if not one.startswith("Use it when "))
    return in_commands(told).replace(f"{PROGRAM} ", "")


def run(operation: AnyOperation, **given: Any) -> int:
    """Run the operation with what was typed, and show its result."""
    common, arguments = Common.of(given), arguments_of(operation, given)
    _read_text(operation, arguments, common)
    check_usage(operation, arguments)
    _check_consent(operation, given)
    with opened(common, named_folders(arguments)) as session:
        check_offered(operation, session)
        results = Results(session, operation)
        try:
            for call in calls_of(session, operation, arguments):
                if not _consented(session, operation, call, given):
                    note("Nothing was deleted.")
                    return FAILED
                results.show(call)
        except IncompleteError:
            results.end()
            raise
        return results.end()


def check_usage(operation: AnyOperation, arguments: Call) -> None:
    """Raise a usage error for arguments that the operation does not take, before anything else happens."""
    for name in IDS & arguments.keys():
        words = [arguments[name]] if isinstance(arguments[name], str) else arguments[name]
        if any(map(is_empty, words)):
            raise click.UsageError("An ID is empty.", click.get_current_context(silent=True))
    placeholders: dict[str, Any] = {
        "transcript_id": "x",
        "transcript_ids": ["x"],
        "before_id": "x",
        "after_id": "x",
    }
    known = {name: placeholders.get(name, value) for name, value in arguments.items()}
    try:
        operation.validated(known)
    except InvalidArgumentsError as error:
        raise click.UsageError(in_commands(error.message), click.get_current_context(silent=True)) from None


def check_offered(operation: AnyOperation, session: Session) -> None:
    """Raise a ConfigurationError for an operation that is not available under the settings."""
    if not operation.offered(session.settings.choices):
        raise ConfigurationError(
            f"`{operation.command}` is not available with {session.settings.base_url} and these settings."
        )


def named_folders(arguments: dict[str, Any]) -> list[Path]:
    """The folders of the files that are named, which become absolute paths."""
    folders: list[Path] = []
    for name in _FILES:
        typed = arguments.get(name)
        if isinstance(typed, str) and web_address(typed) is None:
            path = Path(typed).expanduser().absolute()
            if name == "save_to" or os.path.lexists(path):
                arguments[name] = str(path)
            folders.append(path.parent)
    return folders


def _read_text(operation: AnyOperation, arguments: dict[str, Any], common: Common) -> None:
    """For an ID of `-`, take the text on stdin, unless a text is given."""
    takes_text = any(field.name == "input_text" for field in fields_of(operation))
    if takes_text and arguments.get("transcript_ids") in (_STDIN, [_STDIN]):
        del arguments["transcript_ids"]
        if "input_text" not in arguments:
            if is_watched(sys.stdin):
                common.hint("Waiting for a text on stdin, until Ctrl-D.")
            arguments["input_text"] = sys.stdin.read()


def calls_of(session: Session, operation: AnyOperation, arguments: Call) -> Iterator[Call]:
    """The calls that are meant, with whole ids; for all transcripts, while their list is read."""
    whole = dict(arguments)
    for name in ("transcript_id", "before_id", "after_id"):
        if name in whole:
            whole[name] = session.run(one_id(whole[name], surely=operation.hints.destructive))
    given = whole.pop("transcript_ids", None)
    if given is None:
        yield whole
        return
    words: Sequence[str] = [given] if isinstance(given, str) else given
    if ALL in words and operation.hints.read_only:
        groups = _completed(session)
    else:
        ids = session.run(several_ids(words))
        groups = _in_groups(ids, _AT_ONCE if operation.hints.read_only else len(ids))
    for group in groups:
        yield {**whole, "transcript_ids": group}


def _completed(session: Session) -> Iterator[list[str]]:
    """The ids of all completed transcripts of the account, newest first, as they are read.

    Raises an InvalidArgumentsError if there is none, and an IncompleteError at the end if the list was too long.
    """
    listed, has_none = AccountList(), True
    while listed.may_go_on:
        page = session.run(listed.page())
        ids = [one.id for one in page if one.status == "completed"]
        has_none = has_none and not ids
        yield from _in_groups(ids, _AT_ONCE)
    if not listed.is_whole:
        raise IncompleteError(f"Only the newest {listed.rows:,} transcripts were looked at.")
    if has_none:
        raise InvalidArgumentsError("There is no completed transcript.", next_step="See list_transcripts.")


def _in_groups(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _check_consent(operation: AnyOperation, given: Call) -> None:
    """Raise a usage error for what deletes, if nobody is there to be asked."""
    if operation.hints.destructive and not given["yes"] and not is_watched(sys.stdin):
        raise click.UsageError(
            f"`{operation.command}` deletes for good: give --yes where no terminal can ask.",
            click.get_current_context(silent=True),
        )


def _consented(session: Session, operation: AnyOperation, call: Call, given: Call) -> bool:
    """Whether the person wants what deletes, after having been told what it is."""
    if not operation.hints.destructive or given["yes"]:
        return True
    about = session.run(operation.described(operation.validated(call)))
    named = next(iter(call.values()))
    return click.confirm(f"{operation.title} {named}{f' ({about})' if about else ''}?", err=True)


def _in_commands(data: Mapping[str, Any], common: Common) -> dict[str, Any]:
    """The JSON values, with commands in what may be done next."""
    if "next_step" not in data:
        return with_zones(data)
    return {**with_zones(data), "next_step": in_commands(data["next_step"], offline=common.offline)}


def show_result(session: Session, operation: AnyOperation, call: Call) -> int:
    """Run the operation, show its result, and give the exit code."""
    results = Results(session, operation)
    results.show(call)
    return results.end()


class Results:
    """Shows the results of a command's calls; says once, at the end, what concerns all of them."""

    def __init__(self, session: Session, operation: AnyOperation) -> None:
        self._session = session
        self._operation = operation
        self._code = DONE
        self._missing: dict[str, None] | None = None
        """What no call has found; None before the first."""
        self._hints: dict[str, None] = {}

    def show(self, call: Call) -> None:
        """Run the operation and show what it gives."""
        data = self._session.run(presented(self._operation.start(call))).data
        if self._session.common.as_json:
            write_json(_in_commands(data, self._session.common))
        ids = [*call.get("transcript_ids", ()), *filter(None, [call.get("transcript_id")])]
        found = self._session.run(names_of(ids))
        names = {one: own[0] for one, own in found.items() if own}
        missing = data.get("not_found", ())
        self._missing = {one: None for one in missing if self._missing is None or one in self._missing}
        rest = {name: value for name, value in data.items() if name != "not_found"}
        page = page_of(self._operation.name, {**rest, "names": names}, offline=self._session.common.offline)
        self._code = max(self._code, page.code)
        self._hints |= dict.fromkeys(page.notes)
        if not self._session.common.as_json:
            for block in page.blocks:
                if isinstance(block, Table):
                    write_table(block)
                else:
                    write_text(block)

    def end(self) -> int:
        """Say what else there is to say, and give the exit code."""
        if self._missing:
            self._session.common.hint(f"Not found: {', '.join(self._missing)}.")
        for one in self._hints:
            self._session.common.hint(one)
        return self._code
