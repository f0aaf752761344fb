"""The AssemblyAI key that a call brings along, for a program whose users have their own accounts.

`runnable.invoke(..., config={"configurable": {"assemblyai_api_key": key}})`, or the same name in LangGraph's context.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, cast

from langchain_core.runnables.config import var_child_runnable_config
from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.text import shorten

NAME = "assemblyai_api_key"
"""The entry of `configurable`, or of LangGraph's context, that holds the key."""

ADVICE = (
    f'The program that calls this must give the key of its user as config={{"configurable": {{"{NAME}": key}}}}, '
    "or leave that entry out to use its own account."
)
"""The next step after an error about such a key."""

_RUNTIME = "__pregel_runtime"
"""Where LangGraph keeps a run's runtime, and so its context, in the config; asking LangGraph would import it."""

_OTHER_NAME = re.compile(r"assemblyai\w*(key|token)|^(assembly|aai)(api)?(key|token)$")
"""What a name looks like that is meant for such a key, in lower case and without its separators."""

_ALIKE = 0.9
"""How alike a name must be to NAME to be taken for a misspelling of it, from 0 to 1."""


def of_this_call() -> SecretStr | None:
    """The key of the current call; None if it brings none.

    Raises a ConfigurationError for a key that is given and cannot be used: the program's own account must not pay for
    a user because of a slip.
    """
    config = var_child_runnable_config.get()
    if not config:
        return None
    configurable: Mapping[str, Any] = config.get("configurable") or {}
    if NAME in configurable:
        return _checked(configurable[NAME])
    _refuse_other_names(configurable, "configurable")
    _refuse_other_names(config.get("metadata") or (), "metadata", NAME)
    return _of_context(configurable)


def _of_context(configurable: Mapping[str, Any]) -> SecretStr | None:
    """The key in the context of the LangGraph run around this call."""
    context: Any = getattr(configurable.get(_RUNTIME), "context", None)
    if context is None:
        return None
    if isinstance(context, Mapping):
        names = list(cast("Mapping[str, Any]", context))
    else:
        # An object's class has the same slots as the object.
        names = [*getattr(context, "__dict__", ()), *getattr(context, "__slots__", ())]
    if NAME in names:
        return _checked(context[NAME] if isinstance(context, Mapping) else getattr(context, NAME))
    _refuse_other_names(names, "context")
    return None


def _checked(given: Any) -> SecretStr:
    """The key, if it can be one. An error never repeats what was given."""
    if not isinstance(given, str | SecretStr):
        raise ConfigurationError(
            f"{NAME} of this call is not a text but {type(given).__name__}, so nothing was sent.",
            next_step=ADVICE,
        )
    key = SecretStr(given) if isinstance(given, str) else given
    try:
        Settings(api_key=key).require_key()
    except ConfigurationError:
        problem = (
            "holds characters that no key has (a space, a quotation mark?)"
            if key.get_secret_value()
            else "is empty"
        )
        raise ConfigurationError(
            f"{NAME} of this call {problem}, so nothing was sent.", next_step=ADVICE
        ) from None
    return key


def _refuse_other_names(names: Iterable[str], place: str, *also: str) -> None:
    for name in names:
        if _is_meant(name) or name in also:
            raise ConfigurationError(
                f"{shorten(name)!r} in this call's {place} is not read, so nothing was sent.",
                next_step=ADVICE,
            )


@lru_cache(maxsize=1_000)
def _is_meant(name: str) -> bool:
    """Whether a name that is not read was meant for a key."""
    plain, right = re.sub(r"[\W_]", "", str(name)).lower(), NAME.replace("_", "")
    return name != NAME and bool(
        _OTHER_NAME.search(plain) or SequenceMatcher(None, plain, right).ratio() >= _ALIKE
    )
