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


def picture(page, selector=".lanes canvas"):
    """All of a canvas, to be compared with another time."""
    return page.evaluate("selector => document.querySelector(selector).toDataURL()", selector)


def row(page, y, selector=".lanes canvas"):
    """What a canvas shows at a height in CSS pixels: (red, green, blue, alpha) from left to right."""
    data = page.evaluate(
        """([selector, y]) => {
          const canvas = document.querySelector(selector);
          return Array.from(canvas.getContext("2d").getImageData(0, y, canvas.width, 1).data);
        }""",
        [selector, y],
    )
    return [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]


def colored(row):
    """The stretches (from, to) of a row of pixels that are neither empty nor grey."""
    strong = [alpha > 128 and max(rgb) - min(rgb) > 20 for *rgb, alpha in row]
    edges = [x for x in range(len(row) + 1) if (x > 0 and strong[x - 1]) != (x < len(row) and strong[x])]
    return list(zip(edges[::2], edges[1::2], strict=True))
