"""Half a minute of a telephone call of two people who did not know they would be measured.

The sample of pyannote.audio (MIT): a call with reference turns (RTTM) and text (STM).
"""

import zipfile
from pathlib import Path

from benchmarks.accuracy.download import Source
from benchmarks.accuracy.recording import Recording, Turn

_WHEEL = Source(
    "https://files.pythonhosted.org/packages/66/a3/1d03ed6c7669f7b94ce4a7ebe3b21f5c3b6331999a5680837e371e0a0537/"
    "pyannote_audio-4.0.7-py3-none-any.whl",
    "852ea15c4d85bc34773e618267603ffca6a521669a74d33742692cc67fc700d6",
)
_SAMPLE = "pyannote/audio/sample/sample"


def recordings(folder: Path) -> list[Recording]:
    with zipfile.ZipFile(_WHEEL.fetch(folder)) as wheel:
        wav, turns, text = (wheel.read(f"{_SAMPLE}.{kind}") for kind in ("wav", "rttm", "stm"))
    return [Recording("sample", wav, said(text.decode()), turns_of(turns.decode()))]


def said(stm: str) -> str:
    """The text of an STM file: file, channel, speaker, start and end come before it on each line."""
    return " ".join(line.split(maxsplit=5)[5] for line in stm.splitlines() if line.strip())


def turns_of(rttm: str) -> tuple[Turn, ...]:
    """The turns of an RTTM file: SPEAKER, file, channel, start, duration, two fields, speaker."""
    rows = [line.split() for line in rttm.splitlines() if line.startswith("SPEAKER ")]
    return tuple(Turn(float(row[3]), float(row[3]) + float(row[4]), row[7]) for row in rows)
