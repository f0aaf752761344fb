"""Transcripts with words at a steady pace, for captions."""

from tests.plugin.playing import transcript_of

PER_CHARACTER = 60
"""Milliseconds."""


def spoken(text, start=0, speaker=None, *, pause=400):
    """The words of a text, as the service gives them: a pause follows each sentence."""
    words = []
    for word in text.split():
        end = start + PER_CHARACTER * len(word)
        words.append({"text": word, "start": start, "end": end, "speaker": speaker})
        start = end + (pause if word[-1] in ".?!" else 20)
    return words


def turn(speaker, text, start=0, **options):
    words = spoken(text, start, speaker, **options)
    return {"speaker": speaker, "text": text, "start": start, "end": words[-1]["end"], "words": words}


def talk(*turns, **fields):
    """A transcript of these turns."""
    words = [word for one in turns for word in one["words"]]
    text = " ".join(one["text"] for one in turns)
    return transcript_of(
        {"id": "t1", "status": "completed", "text": text, "words": words, "utterances": turns, **fields}
    )


def speech(words, text=None, **fields):
    """A transcript of these words without turns."""
    text = " ".join(word["text"] for word in words) if text is None else text
    return transcript_of({"id": "t1", "status": "completed", "text": text, "words": words, **fields})
