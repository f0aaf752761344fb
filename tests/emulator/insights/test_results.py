import subprocess
import sys

from assemblyai_emulator.insights.results import results


def test_only_what_is_asked_for_is_looked_for(say):
    words = say("We meet on Friday.")
    assert results(words, {"auto_highlights": False}) == {}
    asked = results(words, {"entity_detection": True, "sentiment_analysis": True, "auto_highlights": True})
    assert asked.keys() == {"entities", "sentiment_analysis_results", "auto_highlights_result"}


def test_nothing_heavy_is_loaded_before_it_is_asked_for():
    loading = "import sys, assemblyai_emulator.insights.results as _; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, check=True)
    assert not {"yake", "networkx", "vaderSentiment", "numpy"} & set(done.stdout.split())
