"""A microphone, with the library behind it replaced: no test listens."""

import sys
import threading

import pytest
from tests.plugin.streaming.sounddevice import PIECE, Sound

from assemblyai_tools import ConfigurationError, MissingExtraError, microphone
from assemblyai_tools.streaming import microphone as module
from assemblyai_tools.streaming.silenced import Silenced


@pytest.fixture
def sound(monkeypatch):
    sound = Sound()
    monkeypatch.setitem(sys.modules, "sounddevice", sound)
    monkeypatch.setattr(module, "_PATIENCE", 0.001)
    return sound


def listening(sound, microphone):
    """The microphone's iterator, once it listens."""
    pieces = iter(microphone)
    first = threading.Thread(target=lambda: result.append(next(pieces)))
    result = []
    first.start()
    while not sound.streams:
        pass
    sound.streams[-1].hear(1)
    first.join()
    assert result == [PIECE]
    return pieces


def test_it_gives_what_it_hears_until_it_is_closed(sound):
    heard = microphone(sample_rate=16_000, device="desk")
    pieces = listening(sound, heard)
    stream = sound.streams[0]
    del stream.options["callback"], heard._sound
    assert stream.options == {
        "samplerate": 16_000,
        "blocksize": 800,
        "device": "desk",
        "channels": 1,
        "dtype": "int16",
    }
    assert stream.is_open
    heard.close()
    assert list(pieces) == []
    assert not stream.is_open


def test_silence_takes_the_place_of_what_a_slow_reader_lost(sound):
    heard = microphone()
    pieces = listening(sound, heard)
    sound.streams[0].hear(600 + 45)
    told = [next(pieces) for _ in range(602)]
    assert told[:600] == [PIECE] * 600
    assert [type(one) for one in told[600:]] == [Silenced, Silenced]
    assert sum(map(len, told[600:])) == 45 * len(PIECE)
    assert set(told[600]) == {0}


@pytest.mark.parametrize("error", [Sound.PortAudioError("no device"), ValueError("no such device")])
def test_a_microphone_that_cannot_be_opened_says_what_to_do(sound, error):
    sound.error = error
    with pytest.raises(ConfigurationError, match=r"could not be opened \(no .*device\)") as raised:
        next(iter(microphone()))
    assert "python -m sounddevice" in str(raised.value)


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (ImportError("no"), MissingExtraError, "microphone"),
        (OSError("PortAudio library not found"), ConfigurationError, "libportaudio2"),
    ],
)
def test_without_its_library_it_says_how_to_install_it(monkeypatch, error, kind, told):
    def import_module(name):
        raise error

    monkeypatch.setattr(module, "import_module", import_module)
    with pytest.raises(kind) as raised:
        microphone()
    assert told in str(raised.value)


def test_it_looks_whether_it_was_closed_while_nothing_is_heard(sound):
    heard = module._Heard()
    assert list(heard.next()) == []
    heard._waiting.append(10)
    assert list(heard.next()) == [bytes(10)]
