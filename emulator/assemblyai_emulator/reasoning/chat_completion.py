"""A chat completion in OpenAI's format, with tolerance for what other servers leave out."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field


def _or_zero(count: object) -> object:
    return count or 0


def _or_nothing(usage: object) -> object:
    return usage or {}


_Count = Annotated[int, BeforeValidator(_or_zero)]


class Usage(BaseModel):
    """Tokens read and written; 0 if the server reports none."""

    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0


class Choice(BaseModel):
    """`message` is as the server sent it: its content may be text, a list of parts, or null."""

    message: dict[str, Any]
    finish_reason: str | None = None


class Completion(BaseModel):
    choices: list[Choice] = Field(min_length=1)
    usage: Annotated[Usage, BeforeValidator(_or_nothing)] = Usage()
