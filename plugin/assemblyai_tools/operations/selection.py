"""Which operations an agent gets: by toolset, by name, or only those that read.

A rule that removes always wins over one that adds, in this order:

1. an operation that is not available under the settings is never offered (`offered_operations`),
2. `read_only` keeps only the operations that change nothing and cost nothing,
3. `exclude_tools` removes by name,
4. `tools` adds by name; without `toolsets`, there are no others,
5. `toolsets` adds whole sets; without `toolsets` and `tools`, everything is offered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError
from assemblyai_tools.flow import Choices
from assemblyai_tools.operation import AnyOperation, Toolset
from assemblyai_tools.operations import catalogue
from assemblyai_tools.text import closest, shorten

ALL_OPERATIONS: tuple[AnyOperation, ...] = tuple(map(catalogue.load, catalogue.MODULES))
"""Every operation, in the order an agent meets them."""


def offered_operations(choices: Choices) -> tuple[AnyOperation, ...]:
    """The operations that are available under the settings' choices (`Settings.choices`)."""
    return tuple(operation for operation in ALL_OPERATIONS if operation.offered(choices))


TOOLSETS: Mapping[str, tuple[AnyOperation, ...]] = {
    name: tuple(operation for operation in ALL_OPERATIONS if name in operation.toolsets)
    for name in get_args(Toolset)
}
"""Sets of tools by name; an operation may be in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which operations are wanted; the module's docstring gives the precedence of the fields."""

    toolsets: Sequence[str] = ()
    tools: Sequence[str] = ()
    exclude_tools: Sequence[str] = ()
    read_only: bool = False

    def of(self, choices: Choices) -> tuple[AnyOperation, ...]:
        """The wanted operations that are available under the settings' choices, in the catalogue's order.

        Raises ConfigurationError for a name that does not exist, or if nothing is left. A tool that exists but is not
        available under these settings is left out without an error.
        """
        everything = {operation.name: operation for operation in offered_operations(choices)}
        wanted = self._wanted(everything)
        chosen = tuple(
            operation
            for name, operation in everything.items()
            if name in wanted
            and name not in self.exclude_tools
            and (operation.hints.read_only or not self.read_only)
        )
        if not chosen:
            raise ConfigurationError(
                "The chosen toolsets and tools leave nothing under these settings.",
                next_step="Choose more, exclude less, or leave out read_only (--read-only).",
            )
        return chosen

    def _wanted(self, offered: Collection[str]) -> Collection[str]:
        _check(self.toolsets, TOOLSETS, "toolset")
        _check((*self.tools, *self.exclude_tools), catalogue.MODULES, "tool")
        if not (self.toolsets or self.tools):
            return offered
        in_sets = {operation.name for name in self.toolsets for operation in TOOLSETS[name]}
        return in_sets | set(self.tools)


def operation_named(name: str, operations: Collection[AnyOperation]) -> AnyOperation:
    """The operation of this name; if there is none, an InvalidArgumentsError suggests another."""
    known = {operation.name: operation for operation in operations}
    if name not in known:
        close = closest(name, known)
        hint = f"Did you mean {close}?" if close else f"There are {', '.join(known)}."
        raise InvalidArgumentsError(f"There is no tool {shorten(name)!r}.", next_step=hint)
    return known[name]


def _check(given: Iterable[str], known: Collection[str], kind: str) -> None:
    for name in given:
        if name not in known:
            close = closest(name, known)
            hint = f"Did you mean {close}?" if close else f"There are {', '.join(sorted(known))}."
            raise ConfigurationError(f"There is no {kind} {shorten(name)!r}.", next_step=hint)
