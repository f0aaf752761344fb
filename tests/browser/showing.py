"""Makes what the page is given, for tests: turns of speakers whose words are half a second long."""

WORD = 500
"""Milliseconds from the start of one word to the start of the next; each is 400 long."""


def shown(*turns, **changes):
    """A Shown of (name, text) pairs: shown(("Ada", "Good morning."), ("Grace", "Hello."), title="Standup").

    Speakers are lettered in the order in which they come. `changes` replace whole fields.
    """
    names = list(dict.fromkeys(name for name, _ in turns))
    texts, rows = [], []
    for name, text in turns:
        rows.append({"speaker": names.index(name), "first": len(texts)})
        texts += text.split()
    starts = [number * WORD for number in range(len(texts))]
    return {
        "format": 1,
        "id": "00000000-0000-4000-8000-000000000001",
        "title": "Standup",
        "status": "completed",
        "error": None,
        "language": "en",
        "duration": len(texts) * WORD,
        "facts": [],
        "notes": [],
        "audio": {"src": None, "note": "The audio is not here."},
        "speakers": [{"label": chr(65 + place), "name": name} for place, name in enumerate(names)],
        "turns": rows,
        "paragraphs": [row["first"] for row in rows],
        "words": {
            "at": 0,
            "total": len(texts),
            "text": texts,
            "start": starts,
            "end": [start + WORD - 100 for start in starts],
            "confidence": [90] * len(texts),
        },
        "chapters": [],
        "sentiment": [],
        "entities": [],
        "highlights": [],
        "topics": [],
        "redactions": [],
        "summary": None,
        "answers": [],
        **changes,
    }
