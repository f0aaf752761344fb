"""Checks of a source's samples; tests/live shows their warnings in a stream."""

import sys
from array import array
from itertools import chain

import pytest

from assemblyai_tools.streaming.interleaving import Interleaving
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.source_check import SourceCheck

WAVE = [round(4000 * (i % 80 - 40) / 40) for i in range(8000)]
STEREO = array("h", chain.from_iterable((one, one) for one in WAVE)).tobytes()


def check(**given):
    return SourceCheck.of(StreamParameters.of({"speech_model": "u3-rt-pro", "sample_rate": 8000, **given}))


def told(source_check, pieces, *, seconds=0.1, waited=False):
    return [
        warning
        for number, piece in enumerate(pieces)
        for warning in source_check.notice(piece, number * seconds, waited=waited)
    ]


@pytest.mark.parametrize("size", [1, 3, 1000, len(STEREO)])
def test_two_channels_are_told_once_however_they_are_cut(size):
    pieces = [STEREO[at : at + size] for at in range(0, len(STEREO), size)]
    assert len(told(check(), pieces * 2, waited=True)) == 1


def test_silence_is_not_looked_at():
    assert told(check(), [bytes(32_000), b"\x01\x01" * 16_000]) == []


def test_other_encodings_are_not_looked_at():
    assert told(check(encoding="pcm_mulaw"), [STEREO], waited=True) == []
    assert told(check(encoding="opus", sample_rate=None), [bytes(100)] * 1000) == []


def test_samples_are_little_endian_on_every_machine(monkeypatch):
    monkeypatch.setattr(sys, "byteorder", {"little": "big", "big": "little"}[sys.byteorder])
    swapped = array("h", STEREO)
    swapped.byteswap()
    one = Interleaving(StreamParameters.of({"speech_model": "u3-rt-pro", "sample_rate": 8000}))
    assert "two channels" in one.notice(swapped.tobytes())


def test_a_tempo_is_told_once():
    assert len(told(check(), [bytes(3200)] * 1000)) == 1


@pytest.mark.parametrize(
    "sizes",
    [
        [1600] * 500,  # real time
        [3200] * 100,  # too short to tell
        ([3200] * 20 + [0] * 20) * 10,  # a source that pauses
        [160_000] * 100,  # a file
        [100] * 500,  # hardly anything
    ],
)
def test_a_source_without_a_steady_wrong_tempo_is_not_told(sizes):
    assert told(check(), map(bytes, sizes)) == []


def test_a_source_that_has_to_wait_has_no_tempo_of_its_own():
    assert told(check(), [bytes(2000)] * 500, waited=True) == []
