from assemblyai_tools.captions.style import Fitted, Style


def test_defaults_suit_the_script():
    assert Style().for_script(unspaced=False) == Fitted(2, 42, 17.0, 7000, 833, 80)
    assert Style().for_script(unspaced=True) == Fitted(2, 16, 9.0, 7000, 833, 80)


def test_what_is_asked_for_holds_for_every_script():
    asked = Style(lines=1, chars_per_line=30, chars_per_second=12, max_seconds=0.5, gap_ms=0)
    for unspaced in (True, False):
        assert asked.for_script(unspaced=unspaced) == Fitted(1, 30, 12, 500, 500, 0)


def test_the_time_to_read_is_within_the_limits_of_a_cue():
    fitted = Style().for_script(unspaced=False)
    assert [fitted.reading_time(characters) for characters in (1, 34, 1000)] == [833, 2000, 7000]
