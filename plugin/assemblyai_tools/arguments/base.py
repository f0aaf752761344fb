"""The base class of an operation's arguments."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from assemblyai_tools.arguments.reading import read_arguments


class Arguments(BaseModel):
    """The arguments of a call. The class's docstring is the tool description that a model reads.

    A value is read as it was meant: null and "" are absent, a list or an object may be JSON text, and the usual other
    names of an argument are taken. Anything else that does not fit is an error.
    """

    # defer_build: a model is compiled at first use; at import, this would take longer than importing httpx.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        return read_arguments(cls, given)
