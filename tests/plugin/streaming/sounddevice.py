"""The library behind a microphone, replaced: what it hears is told by the test."""

from tests.plugin.streaming.conftest import speech

PIECE = speech(50)


class Sound:
    """What is used of sounddevice."""

    class PortAudioError(Exception):
        pass

    def __init__(self, error=None):
        self.error, self.streams = error, []

    def RawInputStream(self, **options):  # noqa: N802 - the library's name
        if self.error:
            raise self.error
        self.streams.append(stream := Stream(options))
        return stream


class Stream:
    def __init__(self, options):
        self.options, self.is_open = options, False

    def __enter__(self):
        self.is_open = True

    def __exit__(self, *_):
        self.is_open = False

    def hear(self, pieces):
        for _ in range(pieces):
            self.options["callback"](memoryview(PIECE), 800, None, None)
