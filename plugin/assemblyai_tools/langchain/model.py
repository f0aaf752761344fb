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
"""A chat model, or anything built on one that turns a prompt into a message or a text: `model.with_retry()`."""

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
"""Exceptions that mean a bug in the program, not a failure of the provider."""

_SECRET = re.compile(r"(?i)(\bsk-|\bAIza|\bbearer\s+|key[=:]\s*|token[=:]\s*)[\w.~+/-]{6,}")
"""What looks like a key or token in a provider's error text."""

_CUT_REASONS = frozenset({"length", "max_tokens", "MAX_TOKENS"})
"""How providers spell the finish reason of an answer that reached its token limit."""

_MAX_REASON = 300
"""Characters of a provider's error text that are passed on."""

_RUN_CONFIG: RunnableConfig = {"tags": ["nostream"], "run_name": "assemblyai_reasoning"}
"""With this tag, LangGraph keeps what the model writes out of the agent's stream of messages."""


def completer(model: Model) -> "Completer":
    """A blocking completer that asks the model. The model's failures become LanguageModelErrors; bugs pass through."""

    def complete(prompt: str) -> Completion:
        with _translated_failures():
            return _completion_of(model.invoke(prompt, _RUN_CONFIG))

    return complete


def async_completer(model: Model) -> "AsyncCompleter":
    """The same, on asyncio."""

    async def complete(prompt: str) -> Completion:
        with _translated_failures():
            return _completion_of(await model.ainvoke(prompt, _RUN_CONFIG))

    return complete


@contextmanager
def _translated_failures() -> Generator[None]:
    """Turn a provider's failure into a LanguageModelError. Bugs and LangGraph's control flow pass through."""
    try:
        yield
    except _BUGS:
        raise
    except Exception as error:
        if _is_control_flow(error):
            raise
        raise _model_error(error) from error


def _completion_of(output: Any) -> Completion:
    if not isinstance(output, BaseMessage):
        return Completion(output if isinstance(output, str) else json.dumps(output, default=str))
    metadata = output.response_metadata
    reasons = {metadata.get("finish_reason"), metadata.get("stop_reason")}
    return Completion(str(output.text), cut=bool(_CUT_REASONS & reasons))


def _is_control_flow(error: Exception) -> bool:
    """Whether LangGraph raised this to pause or leave a graph. Checked by name: LangGraph may not be installed."""
    return any(kind.__name__ == "GraphBubbleUp" for kind in type(error).__mro__)


def _model_error(error: Exception) -> LanguageModelError:
    # A provider's text may repeat a key, and this goes to a model.
    reason = _SECRET.sub(r"\1[hidden]", flat(str(error)))[:_MAX_REASON].rstrip(".")
    shown = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
    return LanguageModelError(f"The language model that was to answer failed ({shown}).")
