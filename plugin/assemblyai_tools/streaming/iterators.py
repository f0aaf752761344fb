"""Closes iterators that need it: generators and streams have something to close, other iterators do not."""

from collections.abc import AsyncIterator, Iterator


def close_iterator(iterator: Iterator[object]) -> None:
    """Close it, if it can be closed."""
    close = getattr(iterator, "close", None)
    if close is not None:
        close()


async def aclose_iterator(iterator: AsyncIterator[object]) -> None:
    """The same for an asynchronous one."""
    close = getattr(iterator, "aclose", None)
    if close is not None:
        await close()
