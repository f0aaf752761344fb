"""Answers with evidence, offline: python examples/evidence.py [recording].

Every quote is looked up in the transcript's words before anyone sees it. What was really said comes with its time and
its speaker; what was not is marked. Here a language model of your own answers (a stand-in, so that it needs no
key), and it makes one thing up.
"""

import json
import sys
from pathlib import Path

from assemblyai_tools import Client, ask_question, transcribe
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
QUESTION = "When will the launch be?"


def stand_in(prompt: str) -> str:
    """Answers as a language model does that is asked for quotes: with some that are right, and some that are not."""
    lines = prompt.rpartition("<transcript>")[2].splitlines()
    said = [line.partition(": ")[2] for line in lines if "launch" in line.lower()]
    made_up = "The launch is cancelled."
    quoted = [
        *(line.upper().rstrip(".") for line in said[:1]),
        made_up,
    ]  # as sloppy as models are with capitals
    return json.dumps({"answers": [{"question": QUESTION, "answer": "Next Thursday.", "quotes": quoted}]})


if __name__ == "__main__":
    recording = Path(sys.argv[1]).resolve() if sys.argv[1:] else SAMPLE
    with emulator(allowed_dirs=[recording.parent]) as settings:
        with Client(
            settings
        ) as client:  # LeMUR, the gateway and a model of your own all answer in the same form
            transcript = client.run(transcribe(audio=str(recording), multichannel=True, wait_seconds=900))
            asked = ask_question(transcript_ids=[transcript.id], questions=[QUESTION], quotes=True)
            print(f"The service's own answer:\n\n{client.run(asked).render()}\n")
        with Client(settings, complete=stand_in) as client:
            asked = ask_question(transcript_ids=[transcript.id], questions=[QUESTION], quotes=True)
            (answer,) = client.run(asked).answers
            print(f"A model of your own:\n\n{answer.answer}")
            for quote in answer.quotes:
                print(
                    f"  {quote.match:10} {quote.start} to {quote.end} ms, speaker {quote.speaker}: {quote.text}"
                )
