"""Answers on the page: a quote is verified only if the words were said in this transcript."""

from assemblyai_tools.operations.reasoning import AnsweredQuestion, AnswersView
from assemblyai_tools.results.evidence import Quote

SPEECH = {
    "text": "Good morning, all.",
    "words": [
        {"text": "Good", "start": 240, "end": 400, "speaker": "A"},
        {"text": "morning,", "start": 400, "end": 900, "speaker": "A"},
        {"text": "all.", "start": 900, "end": 990, "speaker": "A"},
    ],
}


def test_what_ask_question_gave_is_shown_without_quotes_from_other_transcripts(show):
    view = AnswersView(
        answers=[
            AnsweredQuestion(
                question="When?",
                answer="At 9.\nSharp.",
                quotes=[
                    Quote(text="at nine", match="verbatim", start=1, end=2, speaker="Ada"),
                    Quote(text="nine", match="nearly", transcript_id="t1"),
                    Quote(text="ten", match="unverified"),
                    Quote(text="noon", match="verbatim", transcript_id="t2"),
                ],
            )
        ]
    )
    (one,) = show(SPEECH, answers=view)["answers"]
    assert (one["question"], one["answer"]) == ("When?", "At 9.\nSharp.")
    assert [(quote["text"], quote["verified"]) for quote in one["quotes"]] == [
        ("at nine", True),
        ("nine", True),
        ("ten", False),
    ]
    assert one["quotes"][0] == {"text": "at nine", "speaker": "Ada", "start": 1, "end": 2, "verified": True}


def test_quotes_of_other_answers_are_only_claims(show):
    def claim(text):
        return {"text": text, "speaker": "Bob", "start": 7, "end": 8, "verified": True}

    given = [
        {
            "question": "Q\u202e?",
            "answer": "A.",
            "quotes": [claim("good MORNING"), claim("good night, all of you")],
        }
    ]
    (one,) = show(SPEECH, names={"A": "Ada"}, answers=given)["answers"]
    assert one == {
        "question": "Q?",
        "answer": "A.",
        "quotes": [
            {"text": "Good morning,", "speaker": "Ada", "start": 240, "end": 900, "verified": True},
            {
                "text": "good night, all of you",
                "speaker": None,
                "start": None,
                "end": None,
                "verified": False,
            },
        ],
    }
