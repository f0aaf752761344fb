import pytest

from assemblyai_emulator.hearing.whisper.languages import chosen

HEARD = [("pt", 0.5), ("es", 0.3), ("en", 0.2)]


@pytest.mark.parametrize(
    ("languages", "fallback", "language"),
    [
        ((), None, ("pt", 0.5)),
        (("pt", "en"), "en", ("pt", 0.5)),
        (("en", "es"), None, ("es", 0.3)),
        (("en", "es"), "en", ("en", 0.2)),
        (("en",), "fr", ("fr", 0.0)),
    ],
)
def test_the_likeliest_language_counts_unless_it_was_not_expected(languages, fallback, language):
    assert chosen(HEARD, languages, fallback) == language
