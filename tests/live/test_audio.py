"""Audio that is missing, or not as announced: an error or a warning, and the session ends."""

import asyncio
import wave
from array import array
from itertools import chain
from math import sin

import pytest
from tests.live.conftest import GIVEN, audio, finals, passing, until
from tests.plugin.streaming.reading import Source, kinds, read, warnings


def tone(hz, milliseconds, rate=8000):
    """A hum whose loudness changes, as that of a voice."""
    count = rate * milliseconds // 1000
    return array("h", (round(9000 * sin(i * hz * 6.283 / rate) * sin(i * 20 / rate)) for i in range(count)))


def wav(path, *, channels=1, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", "not compressed"))
        file.writeframes(audio(4000))
    return path


async def test_a_wav_header_in_raw_audio_opens_no_session(listen, emulator, tmp_path):
    (error,) = await listen([wav(tmp_path / "call.wav").read_bytes()])
    assert kinds([error]) == ["InvalidArgumentsError"]
    assert "Leave out its first 44 bytes, or give the file's path." in str(error)
    assert emulator.sessions == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"rate": 16_000}, "has 16,000 samples a second, not sample_rate=8000"),
        ({"channels": 2}, "has 2 channels, and a session takes one"),
    ],
)
async def test_a_file_of_another_form_opens_no_session(listen, emulator, tmp_path, form, told):
    (error,) = await listen(wav(tmp_path / "call.wav", **form))
    assert kinds([error]) == ["InvalidArgumentsError"]
    assert told in str(error)
    assert "ffmpeg" in str(error)
    assert emulator.sessions == []


async def test_a_wav_file_needs_no_sample_rate(listen, emulator, tmp_path):
    told = await listen(wav(tmp_path / "call.wav"), sample_rate=None, at_pace=False)
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]


@pytest.mark.parametrize("nothing", [[], [b""], [b"", b""], b""])
async def test_empty_audio_opens_no_session(listen, emulator, nothing):
    (error,) = await listen(nothing)
    assert error.message == "The audio is empty, so no session was opened."
    assert emulator.sessions == []


SAME = tone(150, 3000)


@pytest.mark.parametrize("right", [tone(220, 3000), SAME, array("h", bytes(2 * len(SAME)))])
async def test_two_channels_in_turn_are_a_warning(listen, ended, right):
    both = array("h", chain.from_iterable(zip(SAME, right, strict=True))).tobytes()
    told = await listen([both])
    (warning,) = warnings(told)
    assert "looks like two channels in turn (stereo)" in warning
    assert "Give one channel" in warning
    assert kinds(told)[-1] == "Termination"
    assert await ended() == ["ended by the client"]


async def test_one_channel_is_none(listen):
    assert warnings(await listen([SAME.tobytes()])) == []


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (
            6,
            "6 times as fast as sample_rate=8000 says: it seems to have about 48,000 samples a second, or more",
        ),
        (
            2,
            "2 times as fast as sample_rate=8000 says: it seems to have about 16,000 samples a second, or more",
        ),
        (
            0.5,
            "0.5 times as fast as sample_rate=8000 says: it seems to have about 4,000 samples a second, and",
        ),
        (1, None),
    ],
)
async def test_a_source_that_is_not_as_fast_as_its_sample_rate_says_is_a_warning(
    client, emulator, clock, ended, times, told
):
    heard, source, given = [], Source(audio(100)), 0
    reading = asyncio.create_task(read(client.stream(source, **GIVEN), heard))
    await until(lambda: heard)
    given = len(audio(100))
    for _ in range(250):
        await clock.pass_by(0.1)
        source.hear(audio(round(100 * times)))
        given += len(audio(round(100 * times)))
        # The source must not have to wait for the sockets: that would change its tempo.
        await until(lambda: len(emulator.sessions[0].audio) > given - len(audio(30_000)))  # noqa: B023
    await clock.pass_by(0)
    source.end()
    await passing(clock, reading)
    assert len(warnings(heard)) == (told is not None)
    assert told is None or told in warnings(heard)[0]
    assert kinds(heard)[-1] == "Termination"
    assert await ended() == ["ended by the client"]


@pytest.mark.parametrize("size", [31, 799, 64_000])
async def test_pieces_of_any_length_are_heard(listen, emulator, ended, size):
    whole = audio(4000)
    told = await listen([whole[at : at + size] for at in range(0, len(whole), size)] + [b"\x01"])
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    heard = bytes(emulator.sessions[0].audio)
    assert heard.rstrip(b"\0") == whole + b"\x01"
    assert 0 < len(heard) - len(whole) <= len(audio(50))
    assert await ended() == ["ended by the client"]


async def test_five_minutes_in_one_piece_are_heard(listen, emulator, ended):
    told = await listen(audio(300_000))
    assert len(emulator.sessions[0].audio) == len(audio(300_000))
    assert kinds(told)[-1] == "Termination"
    assert await ended() == ["ended by the client"]


async def test_an_hour_of_silence_ends_the_session_after_a_warning(client, emulator, clock, ended):
    told, source = [], Source(bytes(64_000))
    reading = asyncio.create_task(read(client.stream(source, **GIVEN), told))
    await until(lambda: len(finals(told)) == 2)  # all words of the scenario
    for _ in range(400):
        source.hear(bytes(16_000))
        await clock.pass_by(10)
    await passing(clock, reading)
    assert "Nobody has spoken for 10 min" in warnings(told)[0]
    assert "nobody spoke for 1 h 0 min" in warnings(told)[1]
    assert kinds(told)[-1] == "Termination"
    assert await ended() == ["ended by the client"]


async def test_a_source_that_fails_ends_the_session_and_says_so(client, ended):
    async def source():
        yield audio(4000)
        raise OSError("the microphone was unplugged")

    told = []
    with pytest.raises(OSError, match="unplugged"):
        await read(client.stream(source(), **GIVEN), told)
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    assert await ended() == ["ended by the client"]
