"""`make accuracy`: measure, print the table and, if everything was measured, write it into README.md."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks import machine
from benchmarks.accuracy import front_door, table
from benchmarks.accuracy.download import FOLDER, UnavailableError
from benchmarks.accuracy.row import Row
from benchmarks.accuracy.trial import STUDIO, TELEPHONE, TRIALS, Trial

_README = Path(__file__).parents[1] / "README.md"
_FRONT = Path(__file__).parents[2] / "README.md"


def main() -> None:
    """A part alone, or with something missing, is only printed."""
    parser = argparse.ArgumentParser(prog="benchmarks.accuracy", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=list(TRIALS), help="a set of recordings (repeatable)"
    )
    parser.add_argument("--recordings", type=Path, default=FOLDER, metavar="DIR", help="where they are kept")
    options = parser.parse_args()
    facts = machine.facts(("faster-whisper", "ctranslate2", "moonshine-voice", "jiwer", "num2words"))
    started = time.monotonic()
    rows: dict[str, tuple[Trial, Row]] = {}
    skipped: list[str] = []
    for name in options.only or TRIALS:
        trial = TRIALS[name]
        try:
            rows[name] = trial, _measure(trial, options.recordings)
        except (UnavailableError, front_door.RefusedError) as error:
            skipped.append(f"{trial.title}: {error}")
    facts["took"] = f"{(time.monotonic() - started) / 60:.1f} minutes"
    text = table.markdown(facts, list(rows.values()), skipped)
    sys.stdout.write(text)
    if not options.only and not skipped:
        table.write(_README, text)
        table.write_front(_FRONT, table.headline(rows[STUDIO][1], rows[TELEPHONE][1]))


def _measure(trial: Trial, folder: Path) -> Row:
    recordings = trial.load(folder)
    with front_door.emulator(["--speech-model", trial.model]) as client:
        transcripts = front_door.transcripts(client, recordings, trial.request)
    return Row.of(recordings, transcripts, trial.language, detected=trial.detects)


if __name__ == "__main__":
    main()
