"""Makes the sample recording: two flite voices speak meeting.txt, one on each channel.

Needs the `flite` program (Debian: apt install flite) and PyAV (the `emulator` extra). Run: make sample
The voices are part of flite, whose licence is BSD-like and allows any use (http://www.festvox.org/flite/).
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# PyAV's types are incomplete.

import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Samples a second."""

VOICES = {"A": "rms", "B": "slt"}
CHANNELS = {"A": 0, "B": 1}
GAP_SECONDS = 0.6
BIT_RATE = 48_000

Samples = npt.NDArray[np.int16]


def speak(text: str, voice: str) -> Samples:
    """One turn as 16-bit samples at 16 kHz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", file.name], check=True)  # noqa: S603, S607
        with wave.open(file.name) as sound:
            if (sound.getframerate(), sound.getnchannels()) != (RATE, 1):
                raise SystemExit(f"flite's {voice} does not speak 16 kHz mono")
            return np.frombuffer(sound.readframes(sound.getnframes()), np.int16)


def meeting(script: Path) -> Samples:
    """All turns in order, as interleaved stereo samples: speaker A left, B right."""
    pieces: list[Samples] = []
    for line in script.read_text(encoding="utf-8").splitlines():
        speaker, _, text = line.partition(": ")
        turn = speak(text, VOICES[speaker])
        piece = np.zeros((len(turn) + int(GAP_SECONDS * RATE), 2), np.int16)
        piece[: len(turn), CHANNELS[speaker]] = turn
        pieces.append(piece)
    return np.concatenate(pieces).reshape(1, -1)


def main() -> None:
    """Write the recording named on the command line."""
    samples = meeting(Path(__file__).with_name("meeting.txt"))
    with av.open(sys.argv[1], "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="stereo", bit_rate=BIT_RATE)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


if __name__ == "__main__":
    main()
