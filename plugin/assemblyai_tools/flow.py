"""Descriptions of what an operation wants done, without doing any of it.

An operation is a generator: it yields steps, is sent replies, and returns its result. A client performs the steps.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import IO, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.ledger_steps import LedgerStep

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

WebhookHeader: TypeAlias = tuple[str, str]
"""Name, in lower case, and value of the header that a webhook carries."""


class Host(Enum):
    """Which of the service's hosts a request goes to; the settings have their addresses."""

    API = "api"
    LLM = "llm"
    STREAMING = "streaming"


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings that an operation needs to know."""

    llm: Literal["gateway", "lemur", "own"] = "lemur"
    """What reasons over transcripts: the LLM Gateway, LeMUR (on an emulator only, the live service has shut it down),
    or the caller's own language model (`Complete`)."""
    llm_model: str | None = None
    """The model to ask for; None for the default."""
    streaming_token: Literal["v3", "v2"] = "v3"  # noqa: S105 - the name of a call, not a token
    """Which call creates a token: the current one (v3), or the published specification's (v2)."""
    streaming_socket: str = "wss://streaming.assemblyai.com/v3/ws"
    """The address at which such a token opens a session."""
    ledger: bool = True
    """Whether there is a ledger, which remembers what was ordered and how speakers are called."""


@dataclass(frozen=True, slots=True)
class Content:
    """Audio that the program itself holds: bytes, or an open binary file that can seek, read from its start."""

    data: bytes | IO[bytes] = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, relative to a host."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    query: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    json: Mapping[str, Any] | None = None
    file: str | Content | None = None
    """What to stream as the body: content, or a local file that the settings allow."""
    host: Host = Host.API
    timeout: float = 30.0
    """Seconds without progress after which the request fails."""
    retry_for: float = 60.0
    """The retry budget: seconds after the first attempt during which another may begin."""
    billed: bool = False
    """Whether the service charges for it as soon as it accepts it."""
    harmless: bool = False
    """Whether a POST may be sent again although it may have been accepted: nothing is billed, and nothing lost."""

    @property
    def may_repeat(self) -> bool:
        """Whether it may be sent again although it may have been accepted."""
        return self.method != "POST" or self.harmless


@dataclass(frozen=True, slots=True)
class Pause:
    """Sleep for some seconds, or until something changes for the transcript `wake_on`."""

    seconds: float
    wake_on: str | None = None


@dataclass(frozen=True, slots=True)
class Await:
    """Wait at most `seconds` for a transcript to end. The reply is the Transcript as last seen, ended or not."""

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
    """Send a prompt to the language model that the client was given; the reply is a Completion, or just its text."""

    prompt: str


@dataclass(frozen=True, slots=True)
class ShowResult:
    """Mask the secrets in what a caller is about to see; the reply is the same pair of text and JSON values."""

    text: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compute:
    """Call a function off the event loop, as it takes long; the reply is what it returns."""

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Completion:
    """A language model's text; `cut` if it stopped at its output limit."""

    text: str
    cut: bool = False


FileContent: TypeAlias = str | bytes | Callable[[], bytes]
"""What is written to a file. A function is called off the event loop: it may take long, and read files."""


@dataclass(frozen=True, slots=True)
class CheckNewFile:
    """Check that a new local file can be written, before something is paid for its content; the reply is None."""

    path: str


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Write a new local file; the reply is its absolute path, a string."""

    path: str
    content: FileContent = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindFiles:
    """Look for audio and video files below the allowed folders; the reply is a FoundFiles, newest first."""

    name: str | None
    """Only files whose path holds all of these words, in any case, with or without accents; None for all files."""
    limit: int
    """Files in the reply, at most."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A media file: its path as a call may give it, when it was changed (local time), its bytes, and its length."""

    path: str
    modified: datetime
    size: int
    seconds: float | None = None
    """None if the length cannot be read."""
    stamped: tuple[str, str] = ("", "")
    """Its resolved path, and what changes with its content: by these the ledger knows it."""


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The newest files that were asked for."""

    files: tuple[FoundFile, ...]
    total: int
    """How many there are in all."""
    complete: bool
    """Whether all folders were looked at to their end."""
    folders: tuple[str, ...]
    """The folders that were looked at."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with a success status. The content type is not kept, as the API's is not reliable."""

    status: int
    body: bytes
    progress: float | None = None
    """The share of a running job that is done, 0 to 1, if the service says so (only the emulator does)."""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def _kind(self) -> str:
        """What the body is instead of the documented form, without repeating any of it."""
        start = self.body.lstrip()[:1]
        if not start:
            return "empty"
        return "a web page" if start == b"<" else "JSON" if start in b"{[" else "plain text"

    def parse(self, model: type[M]) -> M:
        """Parse the JSON body. If it does not fit, raise an UnexpectedReplyError, which is never the caller's fault."""
        try:
            # The reply is passed along as the context, so a model can parse a large part at first use.
            return model.model_validate_json(self.body, context=self)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the body"
            raise self.unexpected(f"{where}: {first['msg']}") from None

    def unexpected(self, what: str) -> UnexpectedReplyError:
        """The error for a reply that does not have the documented form."""
        return UnexpectedReplyError(
            f"The service answered {self.status} but not in the documented form ({what}; the body is {self._kind()})."
        )


OnDisk: TypeAlias = CheckNewFile | SaveFile | FindFiles
Step: TypeAlias = Request | Pause | Await | AskChoices | Complete | ShowResult | Compute | OnDisk | LedgerStep
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
    """Ask for the settings' choices and return them, typed."""
    chosen: Choices = yield AskChoices()
    return chosen


def complete(prompt: str) -> Flow[Completion]:
    """Yield one prompt for the caller's own language model and return its text, typed."""
    written: Completion | str = yield Complete(prompt)
    return Completion(written) if isinstance(written, str) else written


def compute(work: Callable[[], T]) -> Flow[T]:
    """Yield work that takes long and return what it returns; raise what it raises."""
    result: T = yield Compute(work)
    return result


def save(path: str, content: FileContent) -> Flow[str]:
    """Yield one file to write and return its path."""
    written: str = yield SaveFile(path, content)
    return written


def check_new_file(path: str) -> Flow[None]:
    """Yield one file to check. Raises a FileAccessError if it could not be written."""
    yield CheckNewFile(path)


def find_files(name: str | None, limit: int) -> Flow[FoundFiles]:
    """Look for media files and return them, typed."""
    found: FoundFiles = yield FindFiles(name, limit)
    return found
