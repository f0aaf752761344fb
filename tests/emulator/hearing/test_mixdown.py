import numpy as np
import pytest

from assemblyai_emulator.hearing.mixdown import Mixdown


def noise(seed: int, level: float = 3000, samples: int = 8000) -> np.ndarray:
    return (np.random.default_rng(seed).standard_normal(samples) * level).astype(np.int16)


def mixed(mixdown: Mixdown, *channels: np.ndarray) -> np.ndarray:
    mono = mixdown.mono(np.stack(channels, axis=1))
    assert (mono.shape, mono.dtype) == ((len(channels[0]), 1), np.int16)
    return mono[:, 0]


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.square(samples.astype(float)).mean()))


VOICE, OTHER, SILENCE = noise(1), noise(2), np.zeros(8000, np.int16)


@pytest.mark.parametrize(
    "channels",
    [
        (VOICE, VOICE),
        (VOICE, OTHER),
        (VOICE, SILENCE),
        (VOICE, VOICE // 4),
        (VOICE, -VOICE // 3),
        (VOICE,) * 6,
    ],
)
def test_channels_are_mixed_to_their_mean(channels):
    mixdown = Mixdown(len(channels))
    for _ in range(3):
        mean = np.mean(channels, axis=0)
        assert np.abs(mixed(mixdown, *channels) - mean).max() <= 1
    assert not mixdown.cancelled


@pytest.mark.parametrize(
    "channels",
    [
        (VOICE, -VOICE),
        (VOICE, noise(3, 100) - VOICE),
        (VOICE, (-0.8 * VOICE).astype(np.int16)),
        ((0.8 * VOICE).astype(np.int16), -VOICE),
        (VOICE, -VOICE, VOICE, -VOICE),
    ],
)
def test_where_channels_cancel_each_other_the_loudest_is_heard(channels):
    mixdown = Mixdown(len(channels))
    for _ in range(3):
        assert level(mixed(mixdown, *channels)) == pytest.approx(3000, rel=0.05)
    assert mixdown.cancelled


def test_only_the_stretch_that_cancels_is_replaced():
    mixdown = Mixdown(2)
    assert level(mixed(mixdown, VOICE, VOICE)) == pytest.approx(3000, rel=0.02)
    assert level(mixed(mixdown, VOICE, -VOICE)) == pytest.approx(3000, rel=0.05)
    assert not mixdown.cancelled  # half a second is not enough for a warning
    assert level(mixed(mixdown, OTHER, VOICE)) == pytest.approx(3000 / np.sqrt(2), rel=0.05)
    mixed(mixdown, VOICE, -VOICE)
    assert mixdown.cancelled


def test_the_same_channel_is_kept_while_they_cancel_and_are_about_as_loud():
    mixdown = Mixdown(2)
    mixed(mixdown, VOICE, (-0.9 * VOICE).astype(np.int16))
    assert np.array_equal(
        mixed(mixdown, (0.9 * VOICE).astype(np.int16), -VOICE), (0.9 * VOICE).astype(np.int16)
    )
    assert level(mixed(mixdown, (0.7 * VOICE).astype(np.int16), -VOICE)) == pytest.approx(3000, rel=0.05)


def test_what_cancels_less_than_before_but_still_does_is_not_mixed_again():
    nearly = (-0.55 * VOICE).astype(np.int16)
    alone, after = Mixdown(2), Mixdown(2)
    assert level(mixed(alone, VOICE, nearly)) == pytest.approx(0.225 * 3000, rel=0.05)
    mixed(after, VOICE, -VOICE)
    assert level(mixed(after, VOICE, nearly)) == pytest.approx(3000, rel=0.05)


def test_silence_and_faint_noise_change_nothing():
    mixdown = Mixdown(2)
    faint = noise(4, 5)
    for _ in range(4):
        assert not mixed(mixdown, SILENCE, SILENCE).any()
        assert level(mixed(mixdown, faint, -faint)) < 1
    assert not mixdown.cancelled
    mixed(mixdown, VOICE, -VOICE)
    assert np.array_equal(mixed(mixdown, faint, -faint), faint)


def test_a_change_does_not_click():
    wave = (9000 * np.sin(np.arange(16_000) / 40)).astype(np.int16)
    other = (wave * np.interp(np.arange(16_000), [0, 8000, 10_000], [1, -0.5, -1])).astype(np.int16)
    mixdown = Mixdown(2)
    both = np.concatenate(
        [mixed(mixdown, wave[part], other[part]) for part in (slice(0, 8000), slice(8000, 16_000))]
    )
    assert np.array_equal(both[8200:], wave[8200:])
    assert np.abs(np.diff(both.astype(int))).max() < 300


def test_a_block_shorter_than_the_fade_is_mixed():
    mixdown = Mixdown(2)
    mixed(mixdown, VOICE, VOICE)
    assert len(mixed(mixdown, VOICE[:50], -VOICE[:50])) == 50
