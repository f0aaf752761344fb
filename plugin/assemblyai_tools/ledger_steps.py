"""Steps with which an operation asks the ledger what was ordered before. Each class says what the reply is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class LedgerStep:
    """The base class. Without a ledger, every step has a harmless reply.

    Steps are only matched. What else a dataclass can have would triple the time that importing this takes.
    """


@dataclass(frozen=True, slots=True)
class Order:
    """What the ledger knows of a job before it is created. Without a ledger everything is empty."""

    number: int | None = None
    """The order's number in the ledger, where its intention is committed."""
    transcript_id: str | None = None
    """The transcript that the same order led to before."""
    busy: bool = False
    """Whether another call in this process is creating it right now."""
    in_doubt_since: float | None = None
    """When an earlier call sent the job without learning whether it was accepted, in Unix seconds."""
    age: float = 0.0
    """Seconds since then."""
    upload_url: str | None = None
    """An upload of the same audio by an earlier call, which no job has used."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a transcript."""

    transcript_id: str
    status: str
    name: str | None = None
    """What a person calls the recording: the name of its file."""
    audio_duration: float | None = None
    """Seconds."""
    language_code: str | None = None
    first_words: str | None = None


@dataclass(eq=False, repr=False)
class PlaceOrder(LedgerStep):
    """Commit the intention to create a job, or find the same order of before; the reply is an Order.

    A job about a URL counts as sent from here on, one about a file only with RecordSending.
    """

    url: str | None
    """The audio's address, if it is not uploaded."""
    file: Any
    """What is uploaded: the path of a local file, or a Content."""
    options: Mapping[str, Any]
    """The API's parameters, except those that do not change the result."""
    again: bool = False
    """Whether to create a new job even if there is a transcript."""


@dataclass(eq=False, repr=False)
class RecordSending(LedgerStep):
    """The file is uploaded and the job is sent now, so that it may exist from here on."""

    number: int | None
    upload_url: str


@dataclass(eq=False, repr=False)
class RecordJob(LedgerStep):
    """The job was accepted."""

    number: int | None
    transcript_id: str


@dataclass(eq=False, repr=False)
class DropOrder(LedgerStep):
    """Nothing was created."""

    number: int | None


@dataclass(eq=False, repr=False)
class RecordTranscript(LedgerStep):
    """A read of an ended transcript; `known` gives what it shows, if that is not recorded yet."""

    transcript_id: str
    status: str
    known: Callable[[], Known]


@dataclass(eq=False, repr=False)
class ForgetTranscript(LedgerStep):
    """A transcript is deleted: it is not used again, and its words and names are removed."""

    transcript_id: str


@dataclass(eq=False, repr=False)
class KnownTranscripts(LedgerStep):
    """The reply maps each of these ids that the ledger knows to a Known."""

    transcript_ids: Sequence[str]


@dataclass(eq=False, repr=False)
class KnownFiles(LedgerStep):
    """The reply maps each of these files that was transcribed as it is now to a Known."""

    files: Mapping[str, tuple[str, str]]
    """The resolved path and the stamp of each file, by the path that a call may give."""


@dataclass(eq=False, repr=False)
class TranscribedFile(LedgerStep):
    """The reply is the local file that a transcript was made of, its resolved path and its stamp then, or None."""

    transcript_id: str


@dataclass(eq=False, repr=False)
class SpeakerNames(LedgerStep):
    """The reply maps a transcript's speaker labels to the names that a person gave them."""

    transcript_id: str


@dataclass(eq=False, repr=False)
class NameSpeakers(LedgerStep):
    """Change names of a transcript's speakers by label, None removes one; the reply is all its names.

    Without a ledger it is a ConfigurationError.
    """

    transcript_id: str
    changes: Mapping[str, str | None]
