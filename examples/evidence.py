"""Answers with evidence, offline: python examples/evidence.py [recording].

Every quote is checked against the transcript's words. A quote that was really said comes with its time and speaker; any
other is marked as unverified. The second answer comes from a language model of your own (here a stand-in that needs no
key), which makes one quote up.
"""

import json
import sys
from pathlib import Path

from assemblyai_tools import Client, ask_question, transcribe
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
QUESTION = "When will the launch be?"


def stand_in(prompt: str) -> str:
    """Answers like a language model that was asked for quotes: one quote is right, and one is not."""
    lines = prompt.rpartition("<transcript-")[2].splitlines()
    said = [line.partition(": ")[2] for line in lines if "launch" in line.lower()]
    sloppy = [line.upper().rstrip(".") for line in said[:1]]  # models change capitals and punctuation
    quotes = [*sloppy, "The launch is cancelled."]
    return json.dumps({"answers": [{"question": QUESTION, "answer": "Next Thursday.", "quotes": quotes}]})


if __name__ == "__main__":
    recording = Path(sys.argv[1]).resolve() if sys.argv[1:] else SAMPLE
    with emulator(allowed_dirs=[recording.parent]) as settings:
        with Client(
            settings
        ) as client:  # the result has the same form with LeMUR, the gateway and your own model
            transcript = client.run(transcribe(audio=str(recording), multichannel=True, wait_seconds=900))
            ask = ask_question(transcript_ids=[transcript.id], questions=[QUESTION], quotes=True)
            print(f"The service's own answer:\n\n{client.run(ask).render()}\n")
        with Client(settings, complete=stand_in) as client:
            ask = ask_question(transcript_ids=[transcript.id], questions=[QUESTION], quotes=True)
            (answer,) = client.run(ask).answers
            print(f"A model of your own:\n\n{answer.answer}")
            for quote in answer.quotes:
                print(
                    f"  {quote.match:10} {quote.start} to {quote.end} ms, speaker {quote.speaker}: {quote.text}"
                )
