"""Descriptions of what an operation wants done, without doing any of it.

An operation is a generator: it yields steps, is sent replies, and returns its result. Whoever runs it
performs the steps; a test can step through one by hand.
"""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

WebhookHeader: TypeAlias = tuple[str, str]
"""Name, in lower case, and value of the header that a webhook carries."""

ID_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
_PREVIEW = 80


class Host(Enum):
    """Which of the service's hosts a request goes to; the settings know their addresses."""

    API = "api"
    LLM = "llm"
    STREAMING = "streaming"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the settings decide and an operation has to know."""

    llm: Literal["gateway", "lemur", "own"] = "lemur"
    """Who reasons over transcripts: the LLM Gateway, LeMUR (an emulator; the live service ended it), or the
    caller's own language model (`Complete`)."""
    llm_model: str | None = None
    """The model to ask for; None for the default."""
    streaming_token: Literal["v3", "v2"] = "v3"  # noqa: S105 - the name of a call, not a token
    """Which token call: today's, or the one of the published specification."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, relative to a host."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    query: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    json: Mapping[str, Any] | None = None
    file: str | None = None
    """A local file to stream as the body; whether it may be read is for the settings to say."""
    host: Host = Host.API
    timeout: float = 30.0
    """Seconds without progress after which the request counts as failed."""
    retry_for: float = 60.0
    """The retry budget: seconds after the first attempt during which another may begin."""
    billed: bool = False
    """Whether the service charges for it once it has been accepted."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Do nothing for some seconds, or until there is news of a transcript."""

    seconds: float
    wake_on: str | None = None


@dataclass(frozen=True, slots=True)
class Await:
    """Wait until a transcript has ended (completed or error), at most `seconds`.

    The reply is the Transcript as last seen, ended or not. How its end is noticed is up to the client.
    """

    transcript_id: str
    seconds: float
    fresh: bool = False
    """Whether it was created just now, so the first poll can wait."""
    webhook: WebhookHeader | None = field(default=None, repr=False)
    """The authentication header of its webhook: a receiver that expects the same header is notified of its end."""


@dataclass(frozen=True, slots=True)
class AskChoices:
    """Ask for the settings' choices; the reply is a Choices."""


@dataclass(frozen=True, slots=True)
class Complete:
    """Ask the language model that the client was given; the reply is a Completion, or its text alone."""

    prompt: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A language model's text; `cut` if it ran into its longest output."""

    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class SaveText:
    """Write a text to a new local file; the reply is the absolute path as text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with a success status. The declared content type is not kept: the API's is not reliable."""

    status: int
    body: bytes
    progress: float | None = None
    """The share of a running job that is done, 0 to 1, where the service says so (the emulator does)."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def _kind(self) -> str:
        """What came instead, without repeating any of it."""
        start = self.body.lstrip()[:1]
        if not start:
            return "empty"
        return "a web page" if start == b"<" else "JSON" if start in b"{[" else "plain text"

    def parse(self, model: type[M]) -> M:
        """The JSON body as `model`, or an UnexpectedReplyError that is never the caller's fault."""
        try:
            # The reply goes along as the context: a model may leave a large part to be parsed at its first use.
            return model.model_validate_json(self.body, context=self)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the body"
            raise self.unexpected(f"{where}: {first['msg']}") from None

    def unexpected(self, what: str) -> UnexpectedReplyError:
        """The error for a reply that is not what the API documents."""
        return UnexpectedReplyError(
            f"The service answered {self.status} but not in the documented form ({what}; the body is {self._kind()})."
        )


Step: TypeAlias = Request | Pause | Await | AskChoices | Complete | SaveText
Flow: TypeAlias = Generator[Step, Any, T]


def send(request: Request) -> Flow[Reply]:
    """Yield one request and return its reply, typed."""
    reply: Reply = yield request
    return reply


def fetch(request: Request, model: type[M]) -> Flow[M]:
    """Yield one request and return its JSON body as `model`."""
    reply = yield from send(request)
    return reply.parse(model)


def choices() -> Flow[Choices]:
    """Yield the question for the settings' choices and return them, typed."""
    chosen: Choices = yield AskChoices()
    return chosen


def complete(prompt: str) -> Flow[Completion]:
    """Yield one prompt for the caller's own language model and return what it wrote, typed."""
    written: Completion | str = yield Complete(prompt)
    return Completion(written) if isinstance(written, str) else written


def save(path: str, text: str) -> Flow[str]:
    """Yield one file to write and return where it was written."""
    written: str = yield SaveText(path, text)
    return written


def check_id(value: str) -> str:
    """An id as the API makes them: it becomes part of a path, so nothing else gets through."""
    if not re.fullmatch(ID_PATTERN, value):
        raise InvalidArgumentsError(
            f"{value[:_PREVIEW]!r} is not an id: ids hold only letters, digits, '-' and '_', at most 64 of them.",
            next_step="Use the id exactly as a tool returned it.",
        )
    return value


def path(template: str, **ids: str) -> str:
    """Fill ids into a path template; the one place where a path is built from outside values."""
    return template.format(**{name: check_id(value) for name, value in ids.items()})
