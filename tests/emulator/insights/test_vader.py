from assemblyai_emulator.insights.vader import compound


def test_good_words_are_positive_bad_words_negative_and_unknown_words_zero():
    assert compound("This is great.") > 0.5
    assert compound("This is terrible.") < -0.4
    assert compound("We meet on the stairs.") == 0
