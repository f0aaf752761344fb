"""Makes spoken words from a text, for the tests of what pauses mean."""

from assemblyai_emulator.wording.words import Word, joined


def said(text: str, start: int = 0, **voice: str) -> list[Word]:
    """Words of 200 ms each. "|300" is a pause of 300 ms before the next word."""
    words = []
    for token in text.split():
        if token.startswith("|"):
            start += int(token[1:])
            continue
        words.append(Word(token, start, start + 200, 0.5, **voice))
        start += 200
    return words


def texts(pieces: list[list[Word]]) -> list[str]:
    return [joined(piece) for piece in pieces]
