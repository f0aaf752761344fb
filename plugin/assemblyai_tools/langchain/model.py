"""A LangChain model as the language model that reasons over transcripts."""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable, RunnableConfig

from assemblyai_tools.errors import LanguageModelError
from assemblyai_tools.flow import Completion
from assemblyai_tools.text import flat

if TYPE_CHECKING:
    from assemblyai_tools.transport.engine import AsyncCompleter, Completer

Model: TypeAlias = Runnable[Any, Any]
"""A chat model, or anything made of one that turns a prompt into a message or a text: `model.with_retry()`."""

_BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    NotImplementedError,
    TypeError,
)
"""What says that a program is wrong, not that a provider failed."""

_SECRET = re.compile(r"(?i)(\bsk-|\bAIza|\bbearer\s+|key[=:]\s*|token[=:]\s*)[\w.~+/-]{6,}")

_CUT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_LONGEST_REASON = 300

# LangGraph leaves what a model with this tag writes out of the agent's stream of messages.
_QUIET: RunnableConfig = {"tags": ["nostream"], "run_name": "assemblyai_reasoning"}


def completer(model: Model) -> "Completer":
    """Asks the model, blocking. Its failures become a LanguageModelError, a bug stays what it is."""

    def complete(prompt: str) -> Completion:
        with _explained():
            return _written(model.invoke(prompt, _QUIET))

    return complete


def async_completer(model: Model) -> "AsyncCompleter":
    """The same, on asyncio."""

    async def complete(prompt: str) -> Completion:
        with _explained():
            return _written(await model.ainvoke(prompt, _QUIET))

    return complete


@contextmanager
def _explained() -> Generator[None]:
    """A provider's failure becomes a LanguageModelError; a bug, and a graph's own control, stay what they are."""
    try:
        yield
    except _BUGS:
        raise
    except Exception as error:
        if _is_control(error):
            raise
        raise _failed(error) from error


def _written(message: Any) -> Completion:
    if not isinstance(message, BaseMessage):
        return Completion(message if isinstance(message, str) else json.dumps(message, default=str))
    facts = message.response_metadata
    return Completion(
        str(message.text), cut=bool(_CUT & {facts.get("finish_reason"), facts.get("stop_reason")})
    )


def _is_control(error: Exception) -> bool:
    """Whether it is LangGraph's way to pause or to leave a graph, which is no failure; it need not be installed."""
    return any(kind.__name__ == "GraphBubbleUp" for kind in type(error).__mro__)


def _failed(error: Exception) -> LanguageModelError:
    # A provider's text may repeat a key, and this goes to a model.
    reason = _SECRET.sub(r"\1[hidden]", flat(str(error)))[:_LONGEST_REASON].rstrip(".")
    said = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
    return LanguageModelError(f"The language model that was to answer failed ({said}).")
