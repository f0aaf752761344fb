import subprocess
import sys

from assemblyai_emulator.insights.results import results


def test_only_requested_results_are_computed(say):
    words = say("We meet on Friday.")
    assert results(words, {"auto_highlights": False}) == {}
    requested = results(
        words, {"entity_detection": True, "sentiment_analysis": True, "auto_highlights": True}
    )
    assert requested.keys() == {"entities", "sentiment_analysis_results", "auto_highlights_result"}


def test_heavy_libraries_are_not_imported_until_they_are_needed():
    loading = "import sys, assemblyai_emulator.insights.results as _; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, check=True)
    assert not {"vaderSentiment", "numpy"} & set(done.stdout.split())
