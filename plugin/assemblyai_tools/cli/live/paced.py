"""Audio at the pace of speech."""

import time
from collections.abc import Callable, Generator


def paced(
    pieces: Generator[bytes],
    bytes_a_second: int,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> Generator[bytes]:
    """The pieces, each when it would have been heard; closes them in the end."""
    given, begun = 0, clock()
    try:
        for piece in pieces:
            early = begun + given / bytes_a_second - clock()
            if early > 0:
                sleep(early)
            yield piece
            given += len(piece)
    finally:
        pieces.close()
