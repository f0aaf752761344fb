import pytest

from assemblyai_emulator.gateway.published_models import NAMES, is_published


@pytest.mark.parametrize("name", [*NAMES, "claude-opus-9", "gpt-7.1-mini", "qwen4-9b", "gemini-4-flash"])
def test_every_version_of_a_known_family_is_published(name):
    assert is_published(name)


@pytest.mark.parametrize(
    "name", ["", "gpt", "claude", "clade-sonnet-4-6", "claude sonnet 4.6", "claude-\n", "x"]
)
def test_a_misspelt_name_is_not(name):
    assert not is_published(name)
