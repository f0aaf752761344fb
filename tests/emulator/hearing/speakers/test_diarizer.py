"""On real speech that comes with the diarizer's package: two actors in a dialogue, and a reader."""

import sys
import wave
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.speakers import package
from assemblyai_emulator.hearing.speakers.diarizer import Diarizer, check_length
from assemblyai_emulator.hearing.speakers.labels import label_words
from assemblyai_emulator.hearing.speakers.package import available
from assemblyai_emulator.wording.words import Word

installed = pytest.mark.skipif(not available(), reason="moonshine-voice has no wheel for this platform")


@pytest.fixture(scope="module")
def dialogue() -> bytes:
    """The first 11 seconds and a half, as 16 kHz PCM. The recording's own rate is 24 kHz."""
    spec = find_spec("moonshine_voice")
    assert spec is not None
    folder = Path((spec.submodule_search_locations or [])[0])
    with wave.open(str(folder / "assets" / "endgame_nagg_nell.wav")) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(round(11.5 * rate)), np.int16)
    positions = np.arange(0, len(samples), rate / 16_000)
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.int16).tobytes()


def blocks(pcm: bytes, size: int = 16_000):
    return (pcm[offset : offset + size] for offset in range(0, len(pcm), size))


@installed
def test_two_people_who_take_turns_are_told_apart(dialogue):
    done: list[int] = []
    spans = Diarizer().spans(blocks(dialogue), done.append)
    assert done == [*range(2000, 10_001, 2000), 11_500]
    assert [span.start_ms for span in spans] == sorted(span.start_ms for span in spans)
    assert all(0 <= span.start_ms < span.end_ms <= 12_000 for span in spans)
    assert spans[0].speaker_index == 0
    # The middles of the six turns, by ear: "Do you hear me?" - "Yes." - "Do you hear me?" - "Yes." - ...
    turns = [Word("...", at - 100, at + 100, 1.0) for at in (700, 1750, 2900, 4100, 6500, 10_000)]
    assert "".join(str(word.speaker) for word in label_words(turns, spans)) == "ABABAB"


@installed
def test_the_size_of_the_blocks_does_not_matter_and_each_file_is_numbered_anew(dialogue):
    pcm = dialogue[: 3 * 32_000]
    engine = Diarizer()
    first = engine.spans([pcm], lambda _: None)
    assert first[0].speaker_index == 0
    assert engine.spans(blocks(pcm, 7_002), lambda _: None) == first


@installed
@pytest.mark.parametrize("seconds", [0.05, 3])
def test_silence_has_no_speakers(seconds):
    assert Diarizer().spans(blocks(bytes(2 * round(seconds * 16_000))), lambda _: None) == []


@installed
def test_noise_has_no_speakers():
    noise = np.random.default_rng(1).normal(0, 3000, 4 * 16_000).astype(np.int16).tobytes()
    assert Diarizer().spans([noise], lambda _: None) == []


def test_whether_it_is_available_is_known_without_importing_the_library(monkeypatch):
    monkeypatch.delitem(sys.modules, "moonshine_voice", raising=False)
    available()
    assert "moonshine_voice" not in sys.modules


def test_it_is_not_available_where_the_package_is_absent(monkeypatch):
    monkeypatch.setattr(package, "find_spec", lambda _: None)
    assert not available()


def test_a_module_that_no_package_installed_is_not_used(monkeypatch):
    monkeypatch.setattr(package, "find_spec", ModuleType)
    monkeypatch.setattr(package, "_DISTRIBUTION", "nobody-has-installed-this")
    assert not available()


def test_a_release_that_would_fetch_its_weights_is_not_used(monkeypatch):
    monkeypatch.setattr(package, "find_spec", ModuleType)
    monkeypatch.setattr(package.metadata, "version", lambda _: "0.1.1")
    assert not available()
    monkeypatch.setattr(package.metadata, "version", lambda _: "0.1.0")
    assert available()


def test_audio_up_to_the_limit_may_be_diarized():
    check_length(20 * 60_000, 20 * 60_000)


def test_longer_audio_fails_with_the_reason_and_the_way_out():
    with pytest.raises(MediaError) as failure:
        check_length(31.5 * 60_000, 20 * 60_000)
    text = str(failure.value)
    assert text.startswith("speaker_labels: the audio is longer than 20 min, ")
    assert "audio_end_at" in text
    assert "--longest-diarization" in text
