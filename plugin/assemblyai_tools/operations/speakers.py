"""Names for the speakers of a transcript, which the service only labels A, B and so on.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, model_validator

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed, speaker_names
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.reading import read_arguments
from assemblyai_tools.arguments.types import TranscriptId
from assemblyai_tools.arguments.values import parsed
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Choices, Flow
from assemblyai_tools.ledger_steps import NameSpeakers
from assemblyai_tools.operation import Hints, Result, operation
from assemblyai_tools.results.speech import check_readable
from assemblyai_tools.text import flat
from assemblyai_tools.text.shown import Shown

_RENAMES = Hints(read_only=False, destructive=False, idempotent=True, open_world=True)
"""It reads the transcript, and changes only what the ledger remembers."""

_MOST_SPEAKERS = 100
"""Speakers that one call names, at most."""

_LONGEST_NAME = 50
"""Characters of a name."""


def _as_text(value: Any) -> Any:
    """A label that a model took for a number: channels are labelled 1, 2 and so on."""
    return str(value) if isinstance(value, int) else value


def _as_pairs(value: Any) -> Any:
    """A map from labels to names as the pairs that are meant."""
    if not isinstance(value, Mapping) or {"speaker", "name"} & cast("Mapping[str, Any]", value).keys():
        return cast("object", value)
    pairs = cast("Mapping[str, Any]", value).items()
    return [{"speaker": label, "name": name} for label, name in pairs]


class SpeakerName(Arguments):
    speaker: Annotated[str, BeforeValidator(_as_text)] = Field(description="Such as A or 1.")
    name: str | None = Field(default=None, max_length=_LONGEST_NAME, description="Null: the label again.")


class NameSpeakersArguments(Arguments):
    """Rename speakers in a transcript: set real names in place of speaker labels, also in captions and answers."""

    transcript_id: TranscriptId
    names: list[SpeakerName] = Field(
        min_length=1, max_length=_MOST_SPEAKERS, description="Only those that change."
    )

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            call = cast("Mapping[str, Any]", given)
            maps = {name: _as_pairs(parsed(call[name])) for name in ("names", "speakers") if name in call}
            given = {**call, **maps}
        return read_arguments(cls, given)


class Speaker(Shown):
    """A speaker's label, with the name if there is one."""

    speaker: str
    name: str | None = None

    def render(self) -> str:
        return f"{self.speaker} is {self.name}" if self.name else f"{self.speaker} has no name"


class SpeakersView(Result):
    """The speakers of a transcript, in the order in which they are first heard."""

    id: str
    speakers: list[Speaker]

    def render(self) -> str:
        shown = ", ".join(one.render() for one in self.speakers)
        return f"Speakers of transcript {self.id}: {shown}."


def can_remember(chosen: Choices) -> bool:
    """Whether names can be kept: only the ledger keeps them, not the service."""
    return chosen.ledger


@operation(
    title="Name speakers",
    hints=_RENAMES,
    toolsets=("reading",),
    arguments=NameSpeakersArguments,
    result=SpeakersView,
    offered=can_remember,
)
def name_speakers(arguments: NameSpeakersArguments) -> Flow[SpeakersView]:
    transcript = yield from read_unnamed(arguments.transcript_id)
    check_readable(transcript)
    labels = _labels(transcript)
    if not labels:
        raise InvalidArgumentsError(
            f"Transcript {transcript.id} does not tell speakers apart.",
            next_step="Transcribe with speaker_labels, or with multichannel for one speaker per channel.",
        )
    names = yield from speaker_names(transcript.id)
    changes: dict[str, str | None] = {
        _label_of(given.speaker, labels, names): flat(given.name or "") or None for given in arguments.names
    }
    step = NameSpeakers(transcript.id, changes)
    named: Mapping[str, str] = yield step
    speakers = [Speaker(speaker=label, name=named.get(label)) for label in labels]
    return SpeakersView(id=transcript.id, speakers=speakers)


def _labels(transcript: Transcript) -> list[str]:
    """The labels, in the order in which they are first heard."""
    spoken = [turn.speaker for turn in transcript.utterances or ()] or [
        word.speaker for word in transcript.words or ()
    ]
    return list(dict.fromkeys(label for label in spoken if label))


def _label_of(speaker: str, labels: Sequence[str], names: Mapping[str, str]) -> str:
    """The label that is meant by a label, by "Speaker A", or by the name that a speaker has now."""
    plain = re.sub(r"(?i)^speaker[\s_]+", "", speaker.strip()).casefold()
    meant = [label for label in labels if label.casefold() == plain]
    meant = meant or [label for label in labels if flat(names.get(label, "")).casefold() == plain]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise InvalidArgumentsError(
            f"{flat(speaker)[:_LONGEST_NAME]!r} is the name of speakers {', '.join(map(flat, meant))}.",
            next_step="Give the label of the one that is meant.",
        )
    raise InvalidArgumentsError(
        f"There is no speaker {flat(speaker)[:_LONGEST_NAME]!r} in this transcript.",
        next_step=f"Its speakers are {', '.join(map(flat, labels))}.",
    )
