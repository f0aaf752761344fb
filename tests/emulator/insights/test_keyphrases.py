from assemblyai_emulator.insights.keyphrases import keyphrases


def test_phrases_have_weights_and_the_heaviest_is_first():
    text = "The customer report is late. We wait for the customer report since Friday. It rains."
    found = keyphrases(text, 5)
    weights = [weight for _, weight in found]
    assert len(found) == 5
    assert "customer report" in dict(found)
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight <= 1 for weight in weights)


def test_no_text_has_no_phrases():
    assert keyphrases("", 5) == []


def test_a_part_that_is_only_said_within_a_longer_phrase_is_no_phrase_of_its_own():
    found = dict(keyphrases("A customer report. The customer report, and a report.", 5))
    assert list(found) == ["customer report", "report"]


def test_a_phrase_ends_where_a_clause_ends_and_at_a_word_that_tells_nothing():
    found = dict(keyphrases("Blue trains, slow buses. Trains between cities - and ferries.", 9))
    assert list(found) == ["Blue trains", "slow buses", "trains", "cities", "ferries"]


def test_a_phrase_is_written_as_it_was_first_said():
    assert keyphrases('They say "Kundenbericht" here.', 1)[0][0] == "Kundenbericht"


def test_a_script_without_spaces_has_phrases_of_its_characters():
    assert "客户" in dict(keyphrases("客户报告。客户来了。", 9))
