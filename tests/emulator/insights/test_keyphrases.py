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
