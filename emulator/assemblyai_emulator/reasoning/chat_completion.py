"""A chat completion, as OpenAI writes it and other servers nearly do."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field


def _or_zero(count: object) -> object:
    return count or 0


def _or_nothing(usage: object) -> object:
    return usage or {}


_Count = Annotated[int, BeforeValidator(_or_zero)]


class Usage(BaseModel):
    """Tokens read and written; 0 where the server reports none."""

    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0


class Choice(BaseModel):
    """`message` is as the server sent it: its content may be a text, parts of one, or null."""

    message: dict[str, Any]
    finish_reason: str | None = None


class Completion(BaseModel):
    choices: list[Choice] = Field(min_length=1)
    usage: Annotated[Usage, BeforeValidator(_or_nothing)] = Usage()
