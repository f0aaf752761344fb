"""What the models of replies have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assemblyai_tools.ids import ID_PATTERN


def _empty_if_null(value: Any) -> Any:
    return "" if value is None else value


def _zero_if_null(value: Any) -> Any:
    return 0 if value is None else value


TextOrEmpty = Annotated[str, BeforeValidator(_empty_if_null)]
"""A text; the service may send null for an empty one."""

CountOrZero = Annotated[int, BeforeValidator(_zero_if_null)]
"""A number; the service may send null for 0."""


ServiceId = Annotated[str, Field(pattern=ID_PATTERN)]
"""An id that the service made. One of another form could not be sent back, and may be meant for a reader."""


class ApiReply(BaseModel):
    """A reply, or a part of one; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
