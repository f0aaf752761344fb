"""The arguments of get_subtitles: captions as the service makes them, or made of the words."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Seconds, TranscriptId
from assemblyai_tools.captions.style import Style
from assemblyai_tools.text import flat

FORMS = ("srt", "vtt", "ttml")
"""The formats of captions; each is the ending of its files, too."""

_DEFAULT = Style()


class GetSubtitlesArguments(Arguments):
    """Create video subtitles or closed captions from a transcript: SRT, WebVTT (vtt) or TTML, also as a file."""

    transcript_id: TranscriptId
    subtitle_format: Literal["srt", "vtt", "ttml"] | None = Field(default=None, description="Default: srt.")
    chars_per_caption: int | None = Field(
        default=None, ge=1, le=1000, description="1 to 1,000. Or chars_per_line."
    )
    speakers: bool | None = Field(default=None, description="Say who speaks.")
    lines: int | None = Field(default=None, ge=1, le=4, description="Per caption: 1 to 4.")
    chars_per_line: int | None = Field(default=None, ge=10, le=200, description="10 to 200.")
    chars_per_second: float | None = Field(default=None, ge=5, le=100, description="Reading speed: 5 to 100.")
    max_seconds: Seconds | None = Field(default=None, ge=1, le=120, description="Longest caption: 1 to 120.")
    save_to: str | None = Field(
        default=None, description="New .srt, .vtt or .ttml file within the allowed folders."
    )

    @field_validator("save_to")
    @classmethod
    def _stripped(cls, save_to: str | None) -> str | None:
        return save_to and save_to.strip()

    @model_validator(mode="after")
    def _ends_alike(self) -> "GetSubtitlesArguments":
        if self.save_to and self._ending != self.form:
            wanted = (
                f".{self.subtitle_format}, like subtitle_format"
                if self.subtitle_format
                else ".srt, .vtt or .ttml"
            )
            raise ValueError(f"save_to must end in {wanted}")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> "GetSubtitlesArguments":
        if self.chars_per_caption and self.style:
            raise ValueError(
                "chars_per_caption cannot go with speakers, lines, other limits or ttml: give chars_per_line instead"
            )
        return self

    @property
    def _ending(self) -> str:
        # Invisible characters do not count. A name that holds some is refused when the file is written.
        _, dot, ending = flat(self.save_to or "").lower().rpartition(".")
        return ending if dot else ""

    @property
    def form(self) -> str:
        """The format that was asked for, or that the file's name says; SRT unless one does."""
        return self.subtitle_format or (self._ending if self._ending in FORMS else "srt")

    @property
    def style(self) -> Style | None:
        """How captions that are made of the words are to look; None for those that the service makes."""
        given = (self.lines, self.chars_per_line, self.chars_per_second, self.max_seconds)
        if not self.speakers and given == (None,) * len(given) and self.form != "ttml":
            return None
        return Style(
            speakers=bool(self.speakers),
            lines=self.lines or _DEFAULT.lines,
            chars_per_line=self.chars_per_line,
            chars_per_second=self.chars_per_second,
            max_seconds=self.max_seconds or _DEFAULT.max_seconds,
        )
