"""Transcripts for the page, as dictionaries: a meeting that has everything, ten hours, and what is missing or odd."""

import random
from itertools import pairwise

MEETING = (
    (0, "Good morning, everyone. Let us start with the budget for the launch."),
    (1, "Thanks, Ada. We have spent forty thousand euros, and that is well below the budget."),
    (0, "That is excellent news. What about Zoë's café receipts?"),
    (2, "They came on Monday. My number is #### and I will mail them today."),
    (1, "I am worried about the launch date, to be honest. We'll need two more weeks."),
    (0, "Then we move the launch to the fifteenth of March. Grace, will you tell the press?"),
    (1, "Yes, I will write to them this afternoon."),
    (
        2,
        "One more thing: the search engine. It finds résumé and resume alike, and that is what people expect.",
    ),
    (0, "Good. Thank you all, and see you next week."),
)
"""Who says what in the meeting: the place of the speaker, and the text."""

_SPEECH = (
    "the launch of our new search engine was delayed because the budget needed another look and people in the press "
    "asked when the first customers could try it so we answered that March is the month in which everything is ready "
    "although nobody had seen the numbers yet and some of us were worried about quality latency support and hiring"
)
"""What is said in long recordings."""


def a_transcript(said, *, names=("Ada", "Grace", "Alan"), step=400, **changes):
    """Words that follow each other by `step` milliseconds, in turns of (speaker, text)."""
    texts, made = [], []
    for speaker, text in said:
        made.append({"speaker": speaker, "first": len(texts)})
        texts += text.split()
    starts = [place * step for place in range(len(texts))]
    return {
        "format": 1,
        "id": "00000000-0000-4000-8000-000000000001",
        "title": "Standup of the launch",
        "status": "completed",
        "error": None,
        "language": "en",
        "duration": len(texts) * step,
        "facts": [],
        "notes": [],
        "audio": {"src": None, "note": "The audio is not in this file."},
        "speakers": [{"label": chr(65 + place % 26), "name": name} for place, name in enumerate(names)],
        "turns": made,
        "paragraphs": [turn["first"] for turn in made],
        "words": {
            "at": 0,
            "total": len(texts),
            "text": texts,
            "start": starts,
            "end": [start + step - 50 for start in starts],
            "confidence": [97 if place % 7 else 40 + place % 50 for place in range(len(texts))],
        },
        "chapters": [],
        "sentiment": [],
        "entities": [],
        "highlights": [],
        "topics": [],
        "redactions": [],
        "summary": None,
        "answers": [],
    } | changes


def a_meeting(**changes):
    """Three speakers, and something of everything that the service finds."""
    shown = a_transcript(MEETING)
    words = shown["words"]["text"]

    def when(phrase, nth=0):
        """The start and the end of a phrase, in milliseconds."""
        sought = phrase.split()
        rows = [at for at in range(len(words)) if words[at : at + len(sought)] == sought]
        first = rows[nth]
        return shown["words"]["start"][first], shown["words"]["end"][first + len(sought) - 1]

    def timed(phrase, **more):
        start, end = when(phrase)
        return {**more, "start": start, "end": end}

    turns = [turn["first"] for turn in shown["turns"]] + [len(words)]
    feelings = [
        "neutral",
        "neutral",
        "positive",
        "neutral",
        "negative",
        "neutral",
        "neutral",
        "neutral",
        "positive",
    ]
    return shown | {
        "facts": [("Recorded", "24 November 2026"), ("Length", "46 s"), ("Words", str(len(words)))],
        "notes": ["Two words have a confidence below 50 %."],
        "summary": "The launch moves to the fifteenth of March; the budget is fine, and Grace tells the press.",
        "chapters": [
            {
                "headline": "Budget and receipts",
                "summary": "Forty thousand euros are spent, and the receipts are there.",
                "start": 0,
                "end": shown["words"]["end"][turns[4] - 1],
            },
            {
                "headline": "The launch date moves",
                "summary": "Two more weeks are needed.",
                "start": shown["words"]["start"][turns[4]],
                "end": shown["words"]["end"][-1],
            },
        ],
        "sentiment": [
            {
                "sentiment": feeling,
                "start": shown["words"]["start"][first],
                "end": shown["words"]["end"][end - 1],
            }
            for feeling, (first, end) in zip(feelings, pairwise(turns), strict=True)
        ],
        "entities": [
            timed("Ada.", type="person_name", text="Ada"),
            timed("forty thousand euros,", type="money_amount", text="forty thousand euros"),
            timed("the fifteenth of March.", type="date", text="the fifteenth of March"),
        ],
        "highlights": [
            {"text": "launch", "rank": 0.09, "times": [when("launch", 0), when("launch", 1)]},
            {"text": "search engine", "rank": 0.04, "times": [when("search engine.")]},
        ],
        "topics": [
            {"name": "Business > Business Expenses", "relevance": 0.93},
            {"name": "Technology > Search Engines", "relevance": 0.41},
        ],
        "redactions": [{"first": words.index("####"), "count": 1}],
        "answers": [
            {
                "question": "When is the launch?",
                "answer": "On the fifteenth of March, two weeks later than planned.",
                "quotes": [
                    timed(
                        "we move the launch to the fifteenth of March.",
                        text="we move the launch to the fifteenth of March",
                        speaker="Ada",
                        verified=True,
                    ),
                    {
                        "text": "We launch on a sunny day",
                        "speaker": "Grace",
                        "start": None,
                        "end": None,
                        "verified": False,
                    },
                ],
            }
        ],
        **changes,
    }


def long_recording(words=90_000, *, speakers=6, hours=10, seed=1):
    """Many words in turns of different lengths, the same with each call."""
    chance = random.Random(seed)
    turns, said = [], 0
    while said < words:
        length = min(words - said, chance.choice((4, 9, 14, 25, 40, 130)))
        turns.append((chance.randrange(speakers), " ".join(chance.choices(_SPEECH.split(), k=length))))
        said += length
    names = [f"Speaker {place + 1}" for place in range(speakers)]
    return a_transcript(
        turns, names=names, step=hours * 3_600_000 // words, title=f"A recording of {hours} hours"
    )


def ten_hours():
    """90,000 words, as people say them in ten hours."""
    return long_recording()


def one_long_turn(words=90_000):
    """One speaker who never stops, without paragraphs."""
    text = " ".join(random.Random(2).choices(_SPEECH.split(), k=words))
    return a_transcript([(0, text)], names=["Ada"])


def without_words(**changes):
    """Only the turns' texts are known."""
    turns = [
        {"speaker": speaker, "first": 0, "text": text, "start": place * 5000, "end": place * 5000 + 4000}
        for place, (speaker, text) in enumerate(MEETING)
    ]
    nothing = {"at": 0, "total": 0, "text": [], "start": [], "end": [], "confidence": []}
    return a_transcript([], turns=turns, words=nothing, paragraphs=[], duration=45_000, **changes)


def without_times():
    """The words are known, but not when they were said."""
    shown = a_transcript(MEETING, notes=["The words have no times, so that they cannot be played."])
    total = shown["words"]["total"]
    shown["words"] |= {"start": [None] * total, "end": [None] * total, "confidence": [None] * total}
    return shown | {"duration": None}


def without_text(status, error=None):
    """A transcript in a state in which it has no text."""
    return a_transcript([], names=[], status=status, error=error, duration=None)


def in_pieces(piece=20):
    """A meeting whose words come later, and those later pieces."""
    shown = a_meeting()
    words, total = shown["words"], shown["words"]["total"]
    columns = ("text", "start", "end", "confidence")
    pieces = [
        {"at": at, "total": total, **{name: words[name][at : at + piece] for name in columns}}
        for at in range(0, total, piece)
    ]
    return shown | {"words": pieces[0]}, pieces[1:]
