import pytest

from assemblyai_emulator.insights import sentiment, vader
from assemblyai_emulator.insights.sentiment import sentiment_analysis_results


def test_each_sentence_has_a_sentiment_times_and_speaker(say):
    rows = sentiment_analysis_results(say("This is great. We meet.", channel="1"))
    neutral = {
        "text": "We meet.",
        "start": 720,
        "end": 1130,
        "sentiment": "NEUTRAL",
        "confidence": 0.5,
        "speaker": "1",
        "channel": "1",
    }
    assert (rows[0]["text"], rows[0]["sentiment"]) == ("This is great.", "POSITIVE")
    assert rows[1] == neutral


@pytest.mark.parametrize(
    ("score", "expected", "confidence"),
    [
        (1.0, "POSITIVE", 1.0),
        (0.05, "POSITIVE", 0.525),
        (0.049, "NEUTRAL", 0.5245),
        (-0.049, "NEUTRAL", 0.5245),
        (-0.05, "NEGATIVE", 0.525),
        (-0.6, "NEGATIVE", 0.8),
    ],
)
def test_the_score_decides_sentiment_and_confidence(say, monkeypatch, score, expected, confidence):
    monkeypatch.setattr(vader, "compound", lambda _: score)
    (row,) = sentiment.sentiment_analysis_results(say("Anything."))
    assert (row["sentiment"], row["confidence"]) == (expected, pytest.approx(confidence))


def test_silence_has_no_sentiment():
    assert sentiment_analysis_results([]) == []
