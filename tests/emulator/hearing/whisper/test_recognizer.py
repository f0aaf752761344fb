"""The real model, with real decoding."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import assemblyai_tools
from assemblyai_emulator.hearing import engines
from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.recognizer import Heard, Listening
from assemblyai_emulator.hearing.speech_model import choose
from assemblyai_emulator.wording.words import joined

SECOND = 16_000
DETECT = Listening(language=None)


def never(name):
    pytest.fail(f"{name} was to be fetched")


@pytest.fixture(scope="module")
def recognizer():
    return engines.load(choose("tiny.en", never), threads=1)


@pytest.fixture(scope="module")
def multilingual():
    return engines.load(choose("base", never), threads=1)


@pytest.fixture
def meeting() -> Path:
    return Path(assemblyai_tools.__file__).parent / "cli" / "meeting.ogg"


def blocks_of(path, *, multichannel=False):
    with Media(path, multichannel=multichannel) as media:
        for block in media.blocks():
            yield [block[:, channel].tobytes() for channel in range(block.shape[1])]


def in_blocks(pcm: bytes) -> list[list[bytes]]:
    return [[pcm[start : start + SECOND]] for start in range(0, len(pcm), SECOND)]


def text(heard: Heard, channel: int = 0) -> str:
    return joined(heard.channels[channel])


@pytest.fixture(scope="module")
def heard(recognizer, hello):
    """hello.flac, and the progress that was reported on the way."""
    reported: list[int] = []
    return recognizer.recognize(blocks_of(hello), Listening(), reported.append), reported


def test_real_speech_becomes_sentences_whose_words_have_times_and_confidences(heard):
    found, _ = heard
    (words,) = found.channels
    assert text(found) == "The weather was called this morning, we will meet again on Friday."
    assert found.written
    assert all(0 <= word.start < word.end <= 4000 for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))
    assert all(0 <= word.confidence <= 1 for word in words)
    assert words[-1].end > 3000


def test_progress_is_reported_up_to_the_end_and_never_goes_back(heard):
    _, reported = heard
    assert reported == sorted(reported)
    assert 3500 < reported[-1] <= 4100


def test_each_channel_has_its_own_words_with_times_of_the_whole_file(recognizer, two_channels):
    found = recognizer.recognize(blocks_of(two_channels, multichannel=True), Listening(), lambda _: None)
    assert (text(found), text(found, 1)) == (
        "Good morning, where is the report?",
        "Yes, I will send the report on Monday morning.",
    )
    assert found.channels[0][-1].end < found.channels[1][0].start


def test_earlier_files_do_not_change_the_result(recognizer, heard, hello, two_channels):
    recognizer.recognize(blocks_of(two_channels), Listening(), lambda _: None)
    again = recognizer.recognize(blocks_of(hello), Listening(), lambda _: None)
    assert again == heard[0]


def test_without_numerals_numbers_are_written_as_words(recognizer, hello):
    vocabulary = recognizer._decoder._model.hf_tokenizer.get_vocab(with_added_tokens=False)
    hidden = set(recognizer._decoder._numeral_tokens())
    assert {vocabulary["5"], vocabulary["Ġ20"], vocabulary["$"]} <= hidden
    assert vocabulary["Ġfive"] not in hidden
    plain = recognizer.recognize(blocks_of(hello), Listening(numerals=False), lambda _: None)
    assert not any(character.isdigit() for character in text(plain))


@pytest.mark.parametrize(
    "listening",
    [
        Listening(keyterms=("Thursday", "cold")),
        Listening(prompt="It was cold."),
        Listening(prompt="It was cold.", keyterms=("Thursday",)),
    ],
)
def test_key_terms_and_a_prompt_make_words_likelier(recognizer, heard, hello, listening):
    assert "weather was called" in text(heard[0])
    assert "weather was cold" in text(recognizer.recognize(blocks_of(hello), listening, lambda _: None))


def test_nothing_is_made_of_the_silence_after_the_last_word(recognizer, meeting):
    """With these key terms, Whisper went on after the last word of the first piece, with "Thank you."."""
    heard = recognizer.recognize(
        blocks_of(meeting, multichannel=True), Listening(keyterms=("Sarah",)), lambda _: None
    )
    assert text(heard).endswith("for the sales team. No, that is everything. Thank you, Sarah.")


def pcm_of(path) -> bytes:
    return b"".join(channels[0] for channels in blocks_of(path))


@pytest.mark.parametrize("times", [3, 7])
@pytest.mark.parametrize("pause_s", [0, 2])
def test_what_is_really_said_again_and_again_is_all_there(recognizer, hello, two_channels, times, pause_s):
    """Such texts look like the ones in which Whisper gets stuck, as it does in the longer ones."""
    pcm = pcm_of(two_channels) + (pcm_of(hello) + bytes(2 * SECOND * pause_s)) * times
    heard = recognizer.recognize(in_blocks(pcm), Listening(), lambda _: None)
    assert text(heard).lower().count("we will meet again on friday") == times
    assert text(heard).startswith("Good morning, where is the report?")
    (words,) = heard.channels
    assert all(first.end <= second.start for first, second in pairwise(words))
    assert 0.8 * len(pcm) < words[-1].end * 2 * SECOND // 1000 <= len(pcm)


def test_nothing_is_left_of_a_text_in_which_whisper_is_stuck(recognizer, hello):
    """Half a word, over and over: it is no speech, but the voice detector takes it for some."""
    stuck = pcm_of(hello)[SECOND : 2 * SECOND] * 24
    heard = recognizer.recognize(in_blocks(stuck), Listening(), lambda _: None)
    assert len(heard.channels[0]) < 100


@pytest.mark.parametrize("prompt", ["Agenda" + " ." * 36, "x" * 700])
def test_no_prompt_takes_words_away(recognizer, meeting, prompt):
    heard = recognizer.recognize(blocks_of(meeting), Listening(prompt=prompt), lambda _: None)
    assert 140 <= len(heard.channels[0]) <= 160


def test_an_endless_prompt_costs_no_more_than_its_end(recognizer, hello):
    heard = recognizer.recognize(
        blocks_of(hello), Listening(prompt="It was warm. " * 50_000 + "It was cold."), lambda _: None
    )
    assert "weather was" in text(heard)


def tone(hz: float, seconds: float) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(round(seconds * SECOND)) / SECOND)


def chords(seconds: float) -> np.ndarray:
    """Chords of a few notes with overtones, each half a second long, struck and dying away."""
    notes = ([262, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294])
    one = round(SECOND / 2)
    decay = np.exp(-4 * np.arange(one) / SECOND)
    played = [
        decay * sum(tone(hz * harmonic, 0.5) / harmonic for hz in notes[number % 4] for harmonic in (1, 2, 3))
        for number in range(round(seconds * 2))
    ]
    return np.concatenate(played)


def rings(seconds: float) -> np.ndarray:
    """A telephone's ring: two tones for a second, then two seconds of silence."""
    ring = tone(440, 1) + tone(480, 1)
    return np.concatenate([ring, np.zeros(2 * SECOND)] * round(seconds / 3))


NOISE = np.random.default_rng(0)
SOUNDS = {
    "silence": np.zeros(40 * SECOND),
    "white noise": NOISE.normal(size=40 * SECOND),
    "soft noise": 0.01 * NOISE.normal(size=40 * SECOND),
    "brown noise": np.cumsum(NOISE.normal(size=40 * SECOND)) % 1 - 0.5,
    "a tone": tone(440, 40),
    "rings": rings(39),
    "chords": chords(40),
    "clicks": (np.arange(40 * SECOND) % (SECOND // 2) < 20).astype(float),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_where_nobody_speaks_there_are_no_words(recognizer, name):
    sound = SOUNDS[name] / max(np.abs(SOUNDS[name]).max(), 1e-9) * (0.005 if name == "soft noise" else 0.5)
    pcm = (sound * 32767).astype(np.int16).tobytes()
    assert recognizer.recognize(in_blocks(pcm), Listening(), lambda _: None).channels == [[]]


def test_no_audio_at_all_has_no_channels(recognizer):
    assert recognizer.recognize([], Listening(), lambda _: None).channels == []


def test_a_multilingual_model_detects_the_language_with_a_confidence(multilingual, hello):
    found = multilingual.recognize(blocks_of(hello), DETECT, lambda _: None)
    assert found.language == "en"
    assert 0.5 < found.language_confidence <= 1
    assert "Friday" in text(found)


def test_a_language_that_was_not_expected_gives_way(multilingual, hello):
    listening = Listening(language=None, languages=("fr", "de"), fallback="de")
    assert multilingual.recognize(blocks_of(hello), listening, lambda _: None).language == "de"


def test_the_language_of_silence_is_unknown(multilingual):
    found = multilingual.recognize([[bytes(2 * SECOND)]] * 5, DETECT, lambda _: None)
    assert (found.language, found.language_confidence, found.channels) == (None, None, [[]])
