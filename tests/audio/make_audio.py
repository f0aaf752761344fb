"""Makes the two audio files that the tests decode; needs flite (`apt install flite`). The tests do not."""

import subprocess
import tempfile
import wave
from pathlib import Path

import av
import numpy as np

HERE = Path(__file__).parent
RATE = 16_000
PAUSE = np.zeros(RATE * 8 // 10, np.int16)


def spoken(voice: str, text: str) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
        with wave.open(str(path)) as file:
            return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def silent_like(speech: np.ndarray) -> np.ndarray:
    return np.zeros_like(speech)


def write_flac(path: Path, *channels: np.ndarray) -> None:
    layout = "stereo" if len(channels) > 1 else "mono"
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout=layout)
        samples = np.ascontiguousarray(np.stack(channels, axis=1).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


def main() -> None:
    hello = spoken("slt", "The weather was cold this morning. We will meet again on Friday.")
    write_flac(HERE / "hello.flac", hello)
    asking = spoken("rms", "Good morning. Where is the report?")
    answering = spoken("slt", "Yes. I will send the report on Monday morning.")
    write_flac(
        HERE / "two_channels.flac",
        np.concatenate((asking, PAUSE, silent_like(answering))),
        np.concatenate((silent_like(asking), PAUSE, answering)),
    )


if __name__ == "__main__":
    main()
