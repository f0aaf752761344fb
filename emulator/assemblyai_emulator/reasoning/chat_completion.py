"""A chat completion in OpenAI's format, with tolerance for what other servers leave out."""

from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, Field


def count(reported: object) -> int:
    """A number of tokens; 0 for what is not a whole number, or below 0."""
    if isinstance(reported, float) and reported.is_integer():
        reported = int(reported)
    is_whole = isinstance(reported, int) and not isinstance(reported, bool)
    return max(cast("int", reported), 0) if is_whole else 0


def _or_nothing(usage: object) -> object:
    return cast("object", usage) if isinstance(usage, dict | Usage) else {}


_Count = Annotated[int, BeforeValidator(count)]


class Usage(BaseModel):
    """Tokens read and written; 0 if the server reports none, or something else than a number of tokens."""

    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0


class Choice(BaseModel):
    """`message` is as the server sent it: its content may be text, a list of parts, or null."""

    message: dict[str, Any]
    finish_reason: str | None = None


class Completion(BaseModel):
    choices: list[Choice] = Field(min_length=1)
    usage: Annotated[Usage, BeforeValidator(_or_nothing)] = Usage()
