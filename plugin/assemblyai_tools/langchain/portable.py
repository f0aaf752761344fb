"""How tools and the like are copied and pickled: their Clients decide what goes along (see there)."""

from copy import deepcopy
from typing import Any, Self

from pydantic import BaseModel

_SHARED = frozenset({"llm", "on_progress", "_on_progress", "_on_event", "operation", "_operation", "_given"})
"""What a deep copy shares with the original: the caller's own model and callbacks, and what never changes."""

_OF_THE_CLIENTS = ("settings", "api_key")
"""Fields that repeat what the clients hold, the key with it."""


class Portable:
    """An object that holds Clients. A deep copy has connections of its own."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = self.__class__.__new__(self.__class__)
        memo[id(self)] = copied
        for name, value in vars(self).items():
            vars(copied)[name] = value if name in _SHARED else deepcopy(value, memo)
        return copied


class PortableModel(BaseModel):
    """A pydantic model that holds Clients. A pickled one has neither their key nor what was read with it."""

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        memo = {} if memo is None else memo
        for name in _SHARED & vars(self).keys():
            shared = vars(self)[name]
            memo[id(shared)] = shared
        return super().__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        fields = {name: value for name, value in state["__dict__"].items() if name not in _OF_THE_CLIENTS}
        return {**state, "__dict__": fields}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        settings = vars(self)["clients"].settings
        values = {"settings": settings, "api_key": settings.api_key}
        vars(self).update({name: values[name] for name in values if name in type(self).model_fields})
