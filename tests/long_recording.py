"""Hours of speech that nothing has to transcribe: made-up replies of the API about one finished transcript."""

import json
from itertools import chain, cycle

import httpx

ID = "da1ce27f-41e6-4fc7-9392-3fb3cba85909"
WORD_MS = 400
"""Milliseconds from one word to the next: 9,000 words an hour."""

SENTENCES = [
    "I think we should send the invoice before the end of the month.",
    "What did the supplier say about the refund for the second delivery?",
    "The deadline is on Thursday, so there is not much time left.",
    "Can you ask the engineer whether the new release is ready?",
    "Probably not, because the training in October takes all of our people.",
]
ANSWER = " ".join(SENTENCES * 2)
"""What a language model says to any question: 650 characters."""


def service(hours):
    """Answer requests about a recording of so many hours, as an httpx.MockTransport asks for it.

    Words come in utterances and paragraphs only: the API repeats them elsewhere, but the client does not read those.
    """
    bodies = {
        call: (body if isinstance(body, str) else json.dumps(body)).encode()
        for call, body in replies(hours, spoken(hours)).items()
    }

    def answer(request):
        call = request.method, request.url.path
        if call not in bodies:
            raise LookupError(f"no reply to {call}: add one to replies() in tests/long_recording.py")
        return httpx.Response(200, content=bodies[call])

    return answer


def spoken(hours):
    """The words of each sentence."""
    sentences, start, texts = [], 0, cycle(SENTENCES)
    while start < hours * 3_600_000:
        speaker = "AB"[len(sentences) // 4 % 2]
        words = next(texts).split()
        times = range(start, start + WORD_MS * len(words), WORD_MS)
        sentences.append(
            [
                {"text": text, "start": at, "end": at + WORD_MS, "speaker": speaker}
                for text, at in zip(words, times, strict=True)
            ]
        )
        start = times.stop
    return sentences


def passage(words, /, **more):
    text = " ".join(word["text"] for word in words)
    return {"text": text, "start": words[0]["start"], "end": words[-1]["end"], "confidence": 0.94, **more}


def replies(hours, sentences):
    audio = f"https://cdn.assemblyai.com/upload/{ID}"
    known = {"id": ID, "status": "completed", "audio_url": audio, "audio_duration": hours * 3600}
    turns = [[*chain(*sentences[at : at + 4])] for at in range(0, len(sentences), 4)]
    utterances = [passage(turn, speaker=turn[0]["speaker"], words=turn) for turn in turns]
    hits = [
        [word["start"], word["end"]]
        for sentence in sentences
        for word in sentence
        if "deadline" in word["text"]
    ]
    found = [{"text": text, "count": len(hits), "timestamps": hits} for text in ("deadline", "refund")]
    transcript, lemur = f"/v2/transcript/{ID}", "/lemur/v3/generate"
    thought = {"request_id": ID, "response": ANSWER}
    return {
        ("POST", "/v2/upload"): {"upload_url": audio},
        ("POST", "/v2/transcript"): known | {"status": "queued"},
        ("GET", "/v2/transcript"): {"transcripts": [known | {"created": "2026-11-26T10:00:00"}] * 10},
        ("GET", transcript): known | {"utterances": utterances},
        ("GET", f"{transcript}/sentences"): {
            "sentences": [passage(sentence, speaker=sentence[0]["speaker"]) for sentence in sentences]
        },
        ("GET", f"{transcript}/paragraphs"): {"paragraphs": [passage(turn, words=turn) for turn in turns]},
        ("GET", f"{transcript}/srt"): "\n".join(captions(sentences)),
        ("GET", f"{transcript}/word-search"): {"total_count": 2 * len(hits), "matches": found},
        ("GET", f"{transcript}/redacted-audio"): {
            "redacted_audio_url": f"https://s3.assemblyai.com/{ID}.mp3"
        },
        **{("POST", f"{lemur}/{task}"): thought for task in ("summary", "task", "action-items")},
        ("POST", f"{lemur}/question-answer"): thought
        | {"response": [{"question": "When is the deadline?", "answer": ANSWER}]},
        ("DELETE", f"/lemur/v3/{ID}"): {"deleted": True},
        ("POST", "/v2/realtime/token"): {"token": ID + ID[:28]},
        ("GET", "/v3/token"): {"token": ID + ID[:28], "expires_in_seconds": 60},
        ("DELETE", transcript): known | {"audio_url": "http://deleted_by_user"},
    }


def captions(sentences):
    """SRT, a caption for each sentence."""

    def clock(ms):
        seconds, ms = divmod(ms, 1000)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{ms:03}"

    for number, words in enumerate(sentences, start=1):
        said = passage(words)
        yield f"{number}\n{clock(said['start'])} --> {clock(said['end'])}\n{said['text']}\n"
