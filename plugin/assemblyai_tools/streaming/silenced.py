"""Silence in place of audio that was lost before it could be sent."""


class Silenced(bytes):
    """So many bytes of silence; a stream tells a Gap for them."""

    __slots__ = ()
