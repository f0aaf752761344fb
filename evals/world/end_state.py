"""The state of the world when a job has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.world.person import Question
from evals.world.wire import Exchange

_DELETED = "Deleted by user."
"""The text of a transcript that was deleted."""


@dataclass(frozen=True)
class EndState:
    """The account, the folder and the conversation."""

    earlier: Mapping[str, str]
    """The id of each earlier transcript, by its recording."""
    transcripts: Mapping[str, Mapping[str, Any]]
    """All transcripts of the account, by their ids, as the API gives them now."""
    files: Mapping[str, bytes]
    """The files that are new."""
    exchanges: Sequence[Exchange]
    """The requests that the service got during the job."""
    asked: Sequence[Question]
    """The questions that forms asked the person."""
    answers: Sequence[str]
    """The model's answers to the person, one for each turn."""
    kept_requests: Sequence[str] = ()
    """The ids of the requests to a language model whose data the service still keeps."""
    redacted_audio: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """The redacted audio of each transcript that has any, as the service gives it, by the transcript's id."""

    @property
    def answer(self) -> str:
        """The last answer of the model."""
        return self.answers[-1] if self.answers else ""

    @property
    def new(self) -> Mapping[str, Mapping[str, Any]]:
        """The transcripts that were made, and so paid for, during the job: also those whose reply was lost."""
        before = set(self.earlier.values())
        return {id_: found for id_, found in self.transcripts.items() if id_ not in before}

    @property
    def orders(self) -> list[Exchange]:
        """The orders of transcripts whose replies arrived."""
        return [one for one in self.exchanges if one.is_done("POST", "/v2/transcript")]

    def requests(self, method: str, path: str) -> list[Exchange]:
        """Such requests, whether or not the service carried them out. `path` is a pattern."""
        return [one for one in self.exchanges if one.is_for(method, path)]

    @property
    def deleted(self) -> set[str]:
        """The ids of the transcripts that are deleted."""
        return {one for one, found in self.transcripts.items() if found.get("text") == _DELETED}

    def text(self, name: str) -> str | None:
        """The text of a new file, without a byte order mark."""
        content = self.files.get(name)
        return None if content is None else content.decode("utf-8-sig", "replace")
