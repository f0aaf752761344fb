"""Makes recordings to play, and looks at what the page drew."""

import math
import struct
import wave

RATE = 8000


def a_tone(path, seconds):
    """A WAV file of a quiet tone, so many seconds long."""
    period = [round(1000 * math.sin(math.tau * at / 20)) for at in range(20)]
    second = struct.pack("<20h", *period) * (RATE // 20)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(second * seconds)
    return path


def pixels(page, selector=".lanes canvas"):
    """What stands on a canvas: rows of (red, green, blue, alpha), one of each CSS pixel."""
    drawn = page.evaluate(
        """selector => {
          const canvas = document.querySelector(selector);
          const ratio = canvas.width / canvas.clientWidth;
          const { width, height } = canvas;
          const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
          return [Array.from(data), width, height, ratio];
        }""",
        selector,
    )
    data, width, height, ratio = drawn
    return [
        [
            tuple(data[at : at + 4])
            for at in (4 * (int(y * ratio) * width + int(x * ratio)) for x in range(int(width / ratio)))
        ]
        for y in range(int(height / ratio))
    ]


def colored(row):
    """The stretches (from, to) of a row of pixels that are neither empty nor grey."""
    strong = [alpha > 128 and max(rgb) - min(rgb) > 20 for *rgb, alpha in row]
    edges = [x for x in range(len(row) + 1) if (x > 0 and strong[x - 1]) != (x < len(row) and strong[x])]
    return list(zip(edges[::2], edges[1::2], strict=True))
