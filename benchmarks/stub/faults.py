"""Which requests fail, and how: with the same seed, the same ones in every run."""

import random
from typing import Literal

Fault = Literal["503", "429", "reset"]
_KINDS: tuple[Fault, ...] = ("503", "429", "reset")

SEED = 17


class Faults:
    """Makes a share of all requests fail, the three kinds in turn.

    503 and 429 are said before anything was done; a reset comes after it was done, when the answer is due.
    """

    def __init__(self, share: float, seed: int = SEED) -> None:
        self._share = share
        self._chance = random.Random(seed)  # noqa: S311 - a fixed sequence, nothing secret
        self._count = 0

    def next(self) -> Fault | None:
        """What becomes of the next request."""
        if self._chance.random() >= self._share:
            return None
        self._count += 1
        return _KINDS[self._count % len(_KINDS)]
