"""A transcript of spoken words, for the tests of the search."""


def words_of(text, **more):
    """Words of 350 ms, one every 400 ms."""
    return [
        {"text": word, "start": 400 * place, "end": 400 * place + 350, **more}
        for place, word in enumerate(text.split())
    ]


def transcript(words, **more):
    return {"id": "t1", "status": "completed", "words": words, **more}
