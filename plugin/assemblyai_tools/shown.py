"""What is shown of anything from outside: no text in it can hide a character or begin a line of its own."""

from collections.abc import Iterable
from typing import Annotated, Any, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from assemblyai_tools.text import clean, flat

_LINES = object()
"""Marks the type of a text that keeps its lines."""

Lines: TypeAlias = Annotated[str, _LINES]
"""A text of several lines: captions, and what a language model writes."""

OptionalLines: TypeAlias = Annotated[str | None, _LINES]


class Shown(BaseModel):
    """A part of a result. Its texts are cleaned, and flat unless their type says that they have lines."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    @field_validator("*", mode="after")
    @classmethod
    def _cleaned(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            return clean(value) if _LINES in cls.model_fields[str(info.field_name)].metadata else flat(value)
        if isinstance(value, list):
            return [flat(item) if isinstance(item, str) else item for item in cast("Iterable[Any]", value)]
        return value
