"""Names for the speakers of a transcript, which the service only labels A, B and so on.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed, speaker_names
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import TranscriptId
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Choices, Flow
from assemblyai_tools.ledger_steps import NameSpeakers
from assemblyai_tools.operation import Hints, Result, operation
from assemblyai_tools.results.speech import check_readable
from assemblyai_tools.text import flat

_RENAMES = Hints(read_only=False, destructive=False, idempotent=True, open_world=True)
"""It reads the transcript, and changes only what the ledger remembers."""

_MOST_SPEAKERS = 100
"""Speakers that one call names, at most."""

_LONGEST_NAME = 50
"""Characters of a name."""


class SpeakerName(Arguments):
    speaker: str = Field(description="Such as A.")
    name: str | None = Field(default=None, max_length=_LONGEST_NAME, description="Null: the label again.")


class NameSpeakersArguments(Arguments):
    """Remember who a transcript's speakers are; texts, answers and quotes use the names from then on."""

    transcript_id: TranscriptId
    names: list[SpeakerName] = Field(
        min_length=1, max_length=_MOST_SPEAKERS, description="Only those that change."
    )


class Speaker(BaseModel):
    """A speaker's label, with the name if there is one."""

    model_config = ConfigDict(frozen=True, defer_build=True)

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
    names = dict((yield from speaker_names(transcript.id)))
    for given in arguments.names:
        label = _label_of(given.speaker, labels, names)
        name = flat(given.name or "")
        names.pop(label, None)
        if name:
            names[label] = name
    yield NameSpeakers(transcript.id, names)
    speakers = [Speaker(speaker=label, name=names.get(label)) for label in labels]
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
    for label in labels:
        if plain in (label.casefold(), flat(names.get(label, "")).casefold()):
            return label
    raise InvalidArgumentsError(
        f"There is no speaker {flat(speaker)[:_LONGEST_NAME]!r} in this transcript.",
        next_step=f"Its speakers are {', '.join(map(flat, labels))}.",
    )
