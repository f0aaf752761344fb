"""Hides secrets in an error, in its notes and attributes, and in its causes: a traceback prints all of them."""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard, cast

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.transport.key_masking import KeyMask

_TEXTS = ("message", "next_step", "upload_url", "request_id")
"""The attributes of an AssemblyAIError that may repeat what the service said."""

_FILES = ("filename", "filename2")
"""The attributes of an OSError that are shown beside its arguments."""

_FAMILIES = ("builtins", AssemblyAIError.__module__)
"""The modules with the classes that may take the place of another."""


def hide_secrets(error: Exception, mask: KeyMask) -> Exception:
    """Mask secrets in an error, its notes, its members, and the errors that led to it.

    Returns the error to raise: the same, or one of the same family in its place if it still showed a secret.
    """
    chain = list(_chain(error))
    for one in chain:
        _mask_within(one, mask)
    instead = dict[int, BaseException]()
    for one in chain:
        _replace(one, mask, instead)
    for one in chain:
        _link(one, instead)
    return cast("Exception", instead[id(error)])


def _mask_within(error: BaseException, mask: KeyMask) -> None:
    """Mask what can be set."""
    if not _is_group(error):
        error.args = tuple(_masked(arg, mask) for arg in error.args)
    notes: list[Any] = getattr(error, "__notes__", [])
    notes[:] = [_masked(note, mask) for note in notes]
    for kind, names in ((AssemblyAIError, _TEXTS), (OSError, _FILES)):
        for name in names if isinstance(error, kind) else ():
            value = getattr(error, name)
            shown = _masked(value, mask)
            if shown is not value:
                setattr(error, name, shown)


def _masked(value: Any, mask: KeyMask) -> Any:
    """A value, or its text with a mask if that shows a secret."""
    text = value if isinstance(value, str) else _shown_as(value)
    shown = mask(text)
    return value if shown == text else shown


def _replace(error: BaseException, mask: KeyMask, instead: dict[int, BaseException]) -> None:
    """Note what takes the place of an error: itself, if it shows no secret."""
    if id(error) in instead:
        return
    if _is_group(error):
        for member in error.exceptions:
            _replace(member, mask, instead)
        members = [instead[id(member)] for member in error.exceptions]
        is_clean = list(map(id, members)) == list(map(id, error.exceptions)) and not _shows(error, mask)
        instead[id(error)] = error if is_clean else BaseExceptionGroup(mask(error.message), members)
        return
    instead[id(error)] = _stand_in(error, mask) if _shows(error, mask) else error


def _shows(error: BaseException, mask: KeyMask) -> bool:
    text = "".join(traceback.format_exception_only(error)) + _shown_as(error)
    return mask(text) != text


def _stand_in(error: BaseException, mask: KeyMask) -> BaseException:
    """An error of the nearest of its well-known classes that takes a text, with its text, masked."""
    try:
        text = mask(str(error))
    except Exception:  # noqa: BLE001 - its text could not be shown either
        text = "an error whose text cannot be shown"
    return _made([one for one in type(error).__mro__ if one.__module__ in _FAMILIES], text)


def _made(families: Sequence[type[Any]], text: str) -> BaseException:
    try:
        return cast("BaseException", families[0](text))
    except TypeError:  # it takes more, or something else
        return _made(families[1:], text)


def _link(error: BaseException, instead: Mapping[int, BaseException]) -> None:
    """Let what takes an error's place have its traceback, its notes and what led to it."""
    one = instead[id(error)]
    cause, context, is_quiet = error.__cause__, error.__context__, error.__suppress_context__
    if one is not error:
        one.__traceback__ = error.__traceback__
        for note in getattr(error, "__notes__", []):
            one.add_note(note)
    one.__cause__ = instead[id(cause)] if cause else None
    one.__context__ = instead[id(context)] if context else None
    one.__suppress_context__ = is_quiet


def _shown_as(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - what cannot be shown shows no secret
        return ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, its members, and those that led to them."""
    left, seen = [error], set[int]()
    while left:
        one = left.pop()
        if id(one) not in seen:
            seen.add(id(one))
            left += [led for led in (one.__cause__, one.__context__) if led is not None]
            if _is_group(one):
                left += one.exceptions
            yield one


def _is_group(error: BaseException) -> "TypeGuard[BaseExceptionGroup[BaseException]]":
    return isinstance(error, BaseExceptionGroup)
