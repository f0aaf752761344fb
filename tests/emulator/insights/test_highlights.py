from assemblyai_emulator.insights import highlights
from assemblyai_emulator.insights.highlights import auto_highlights_result


def test_a_highlight_has_the_times_of_its_words(say, monkeypatch):
    monkeypatch.setattr(
        highlights, "keyphrases", lambda text, most: [("Blue train", 0.9), ("never said", 0.5)]
    )
    assert auto_highlights_result(say("A blue train. Blue train, gone.")) == {
        "status": "success",
        "results": [
            {
                "count": 2,
                "rank": 0.9,
                "text": "Blue train",
                "timestamps": [{"start": 210, "end": 620}, {"start": 720, "end": 1130}],
            }
        ],
    }


def test_a_repeated_phrase_is_found(say):
    words = say("The customer report is late. We wait for the customer report since Friday.")
    results = auto_highlights_result(words)["results"]
    assert {"customer report": 2}.items() <= {row["text"].lower(): row["count"] for row in results}.items()


def test_silence_has_no_highlights():
    assert auto_highlights_result([]) == {"status": "success", "results": []}
