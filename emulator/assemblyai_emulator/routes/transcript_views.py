"""A finished transcript in other forms: sentences, paragraphs, subtitles, and word search."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters.whole_number import whole_number
from assemblyai_emulator.routes.replies import json_as_html
from assemblyai_emulator.routes.transcripts import requested_transcript
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_emulator.wording import sentences as sentence_splitting
from assemblyai_emulator.wording import subtitles as captions
from assemblyai_emulator.wording import word_search as searching
from assemblyai_emulator.wording.words import Word, joined, mean_confidence

_SUBTITLE_FORMATS: dict[str, captions.SubtitleFormat] = {"srt": "srt", "vtt": "vtt"}


async def sentences(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/get-sentences."""
    transcript = await requested_transcript(request)
    found = sentence_splitting.split_sentences(_words(transcript, "sentences"))
    return JSONResponse({"sentences": [_sentence(words) for words in found], **_envelope(transcript)})


async def paragraphs(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/get-paragraphs."""
    transcript = await requested_transcript(request)
    found = sentence_splitting.split_paragraphs(_words(transcript, "paragraphs"))
    return JSONResponse({"paragraphs": [_span(words) for words in found], **_envelope(transcript)})


async def subtitles(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/get-subtitles."""
    form = _SUBTITLE_FORMATS.get(request.path_params["subtitle_format"])
    transcript = await requested_transcript(request)
    if form is None:
        return HTMLResponse("404: Not Found", 404)
    words = _words(transcript, "captions")
    if not words:
        raise ApiError(400, "Transcript text is empty")
    return PlainTextResponse(captions.render(words, form, _chars_per_caption(request)))


async def word_search(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/word-search."""
    transcript = await requested_transcript(request)
    words = _words(transcript, "word search")
    try:
        terms = searching.parse_terms(request.query_params.get("words", ""))
    except ValueError as error:
        raise ApiError(400, str(error)) from None
    return json_as_html(searching.reply(transcript.id, words, terms))


def _words(transcript: Transcript, resource: str) -> list[Word]:
    """Raises ApiError if the transcript has no words, or none yet.

    The service's replies for an unfinished, failed or deleted transcript are unverified.
    """
    if transcript.deleted:
        raise ApiError(400, f"This transcript has been deleted, so its {resource} can not be requested.")
    if transcript.status != "completed":
        raise ApiError(
            400,
            f"This transcript has a status of '{transcript.status}'. "
            f"Transcripts must have a status of 'completed' before requesting {resource}.",
        )
    return [Word(**word) for word in transcript.result["words"]]


def _span(words: Sequence[Word]) -> dict[str, Any]:
    return {
        "text": joined(words),
        "start": words[0].start,
        "end": max(word.end for word in words),
        "confidence": mean_confidence(words),
        "words": [word.to_json() for word in words],
    }


def _sentence(words: Sequence[Word]) -> dict[str, Any]:
    channel = words[0].channel
    return {
        **_span(words),
        "speaker": words[0].speaker,
        **({} if channel is None else {"channel": channel}),
    }


def _envelope(transcript: Transcript) -> dict[str, Any]:
    names = ("confidence", "audio_duration", "speech_model_used")
    return {"id": transcript.id, **{name: transcript.result[name] for name in names}}


def _chars_per_caption(request: Request) -> int | None:
    text = request.query_params.get("chars_per_caption")
    if not text:
        return None
    width = whole_number(text)
    if not width:
        raise ApiError(400, "chars_per_caption must be a whole number, 1 or more.")
    return width
