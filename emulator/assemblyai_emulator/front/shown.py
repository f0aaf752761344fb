"""A stored transcript as the viewer shows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

from assemblyai_emulator.front import found
from assemblyai_emulator.front.masked import masked
from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.store import timestamps
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_emulator.wording import sentences
from assemblyai_emulator.wording.words import Word
from assemblyai_viewer import Shown
from assemblyai_viewer.format import Redaction, Speaker, Turn, Words

_HIDDEN = re.compile(r"[^\w#\[\]]*(?:#+|\[[A-Z_]+\])[^\w#\[\]]*")
"""A word in whose place redaction put hashes or the kind of what was said."""

_INSIGHTS = ("entities", "auto_highlights_result", "chapters", "summary", "iab_categories_result")
"""Results that quote or retell what was said. The API does not redact them, and so neither does the emulator."""

_UNREDACTED = (
    "Entities, highlights, chapters, topics and the summary are not shown here, though the API returns them: redaction "
    "covers the words only, and they may say what it hides."
)


def shown(transcript: Transcript, title: str, src: str | None, note: str | None) -> Shown:
    """`src` is where the audio is and None if it cannot be played; `note` says which one it is, or why not."""
    reply = transcript_json(transcript)
    metadata: dict[str, Any] = reply.get("metadata") or {}
    notes: list[str] = [row["message"] for row in metadata.get("warnings", ())]
    result = transcript.result
    if transcript.parameters.get("redact_pii"):
        notes += [_UNREDACTED] if any(result.get(name) for name in _INSIGHTS) else []
        result = {name: value for name, value in result.items() if name not in _INSIGHTS}
    if src and note:
        notes.append(note)
    words: list[Mapping[str, Any]] = result.get("words") or []
    labels = list(dict.fromkeys(str(word["speaker"]) for word in words if word.get("speaker") is not None))
    seconds = result.get("audio_duration")
    return {
        "format": 1,
        "id": transcript.id,
        "title": title,
        "status": "deleted" if transcript.deleted else transcript.status,
        "error": None if transcript.deleted or not transcript.error else masked(transcript.error),
        "language": str(reply.get("language_code") or "en").replace("_", "-"),
        "duration": None if seconds is None else round(seconds * 1000),
        "facts": _facts(transcript, len(words)),
        "notes": notes,
        "audio": {"src": src, "note": None if src else note},
        "speakers": [Speaker(label=label, name=f"Speaker {label}") for label in labels],
        "turns": list(_turns(words, labels)),
        "paragraphs": _paragraphs(words),
        "words": _columns(words),
        "redactions": list(_redactions(words)) if transcript.parameters.get("redact_pii") else [],
        "chapters": found.chapters(result),
        "sentiment": found.sentiment(result),
        "entities": found.entities(result),
        "highlights": found.highlights(result),
        "topics": found.topics(result),
        "summary": result.get("summary"),
        "answers": [],
    }


def _facts(transcript: Transcript, words: int) -> list[tuple[str, str]]:
    facts = [("Added", f"{timestamps.to_iso(transcript.created)[:16].replace('T', ' ')} UTC")]
    if words:
        facts.append(("Words", f"{words:,}"))
    if heard := transcript.result.get("speech_model_used"):
        facts.append(("Heard by", str(heard)))
    return [*facts, ("Transcript", transcript.id)]


def _columns(words: Sequence[Mapping[str, Any]]) -> Words:
    return {
        "at": 0,
        "total": len(words),
        "text": [word["text"] for word in words],
        "start": [word["start"] for word in words],
        "end": [word["end"] for word in words],
        "confidence": [round(word["confidence"] * 100) for word in words],
    }


def _turns(words: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> Iterator[Turn]:
    places = {label: place for place, label in enumerate(labels)}
    first = 0
    for speaker, said in groupby(words, key=lambda word: word.get("speaker")):
        yield Turn(speaker=None if speaker is None else places[str(speaker)], first=first)
        first += sum(1 for _ in said)


def _paragraphs(words: Sequence[Mapping[str, Any]]) -> list[int]:
    spoken = [
        Word(
            word["text"],
            word["start"],
            word["end"],
            word["confidence"],
            word.get("speaker"),
            word.get("channel"),
        )
        for word in words
    ]
    return list(accumulate((len(one) for one in sentences.split_paragraphs(spoken)), initial=0))[:-1]


def _redactions(words: Sequence[Mapping[str, Any]]) -> Iterator[Redaction]:
    first = 0
    for hidden, said in groupby(words, key=lambda word: bool(_HIDDEN.fullmatch(word["text"]))):
        count = sum(1 for _ in said)
        if hidden:
            yield Redaction(first=first, count=count)
        first += count
