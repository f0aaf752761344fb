"""Pieces of any length become frames of 50 to 1,000 ms. Nothing is lost or sent twice, and the buffer is bounded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools import StreamParameters
from assemblyai_tools.streaming.audio_buffer import LONGEST_UNSENT, PacketBuffer, SampleBuffer, buffer_for


def parameters(encoding="pcm_s16le", rate=16_000):
    return StreamParameters.of({"speech_model": "x", "sample_rate": rate, "encoding": encoding})


def numbered(size):
    return bytes(number % 251 for number in range(size))


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 20_000), max_size=8),
    st.sampled_from([8000, 16_000, 22_050, 44_100]),
    st.sampled_from(["pcm_s16le", "pcm_mulaw"]),
)
def test_frames_have_the_lengths_that_the_service_takes(sizes, rate, encoding):
    given = parameters(encoding, rate)
    buffer, audio, frames = SampleBuffer(given), numbered(sum(sizes)), []
    at = 0
    for size in sizes:
        buffer.add(audio[at : at + size])
        at += size
        while frame := buffer.take():
            frames.append(frame)
    while frame := buffer.take(last=True):
        frames.append(frame)
    sent = b"".join(frames)
    sample = 2 if encoding == "pcm_s16le" else 1
    assert all(49.9 <= len(frame) / given.bytes_a_millisecond <= 1000 for frame in frames)
    assert all(len(frame) % sample == 0 for frame in frames)
    assert sent[: len(audio)] == audio
    assert set(sent[len(audio) :]) <= {0 if encoding == "pcm_s16le" else 255}
    assert buffer.is_all_sent


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_what_is_sent_again_starts_where_it_was_acknowledged_or_so_long_before_what_was_sent(
    sent, acknowledged, kept
):
    buffer, audio = SampleBuffer(parameters()), numbered(3000 * 32)
    buffer.add(audio[: sent * 32])
    while buffer.take(last=True):
        pass
    buffer.add(audio[sent * 32 :])
    buffer.acknowledge(acknowledged)
    buffer.keep(kept)
    buffer.rewind()
    start = max(min(acknowledged, sent), sent - kept)
    assert (buffer.start_ms, buffer.sent_ms, buffer.end_ms) == (start, start, 3000)
    again = b""
    while frame := buffer.take(last=True):
        again += frame
    assert again[: len(audio) - start * 32] == audio[start * 32 :]


def test_it_is_full_when_the_longest_outage_is_in_it():
    buffer = SampleBuffer(parameters())
    buffer.add(bytes(LONGEST_UNSENT * 32 - 32))
    assert not buffer.is_full
    buffer.add(bytes(32))
    assert buffer.is_full


def test_packets_go_out_as_they_came():
    buffer = buffer_for(parameters("opus"))
    assert isinstance(buffer, PacketBuffer)
    for packet in (b"a", b"bc"):
        buffer.add(packet)
    buffer.acknowledge(10)
    buffer.keep(10)
    buffer.rewind()
    assert (buffer.take(), buffer.is_all_sent) == (b"a", False)
    assert (buffer.take(last=True), buffer.take(), buffer.is_all_sent) == (b"bc", None, True)


def test_packets_have_a_bound_too():
    buffer = PacketBuffer()
    for _ in range(1000):
        assert not buffer.is_full
        buffer.add(b"a")
    assert buffer.is_full


@pytest.mark.parametrize("encoding", ["pcm_s16le", "pcm_mulaw"])
def test_a_last_frame_is_filled_up_with_silence(encoding):
    buffer = buffer_for(parameters(encoding))
    buffer.add(b"\x01\x01")
    assert buffer.take() is None
    frame = buffer.take(last=True)
    assert frame[:2] == b"\x01\x01"
    assert set(frame[2:]) == {0 if encoding == "pcm_s16le" else 255}
    assert buffer.take(last=True) is None
