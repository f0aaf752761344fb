"""The LLM Gateway's routes. On the service they have their own host."""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from assemblyai_emulator.errors import ApiError, UnauthorizedError, UnknownTranscriptError
from assemblyai_emulator.gateway import chat as chats
from assemblyai_emulator.gateway import tasks
from assemblyai_emulator.gateway.catalogue import catalogue
from assemblyai_emulator.gateway.caveats import warnings
from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.completion import completion
from assemblyai_emulator.gateway.errors import GatewayError, GatewayUnauthorizedError, InvalidRequestError
from assemblyai_emulator.gateway.json_repair import repaired
from assemblyai_emulator.gateway.stream import MEDIA_TYPE, events
from assemblyai_emulator.gateway.tag import is_tagged
from assemblyai_emulator.gateway.understanding import run_tasks
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError
from assemblyai_emulator.reasoning.turns import asker
from assemblyai_emulator.routes.deadline import within_deadline
from assemblyai_emulator.routes.request_bodies import json_object
from assemblyai_emulator.services import Services, services
from assemblyai_emulator.store import transcripts
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_emulator.wording.words import Word

MODEL_HEADER = "X-Emulator-Model"
"""The model that answered, whatever model was asked for. The emulator's own; the service has no such header."""


async def chat_completions(request: Request) -> Response:
    """https://www.assemblyai.com/docs/llm-gateway/chat-completions."""
    started = time.perf_counter_ns()
    service, account, body = await _received(request)
    model = service.chat_model
    chat = chats.read(body, model.knows, model.description.supported_parameters)
    rate = service.rates.count(account, chat.model)
    headers = {MODEL_HEADER: quote(model.description.id, safe="/:.-_ "), **rate.headers()}
    caveats = warnings(chat, model.description)
    text = await _transcript_text(service, account, chat)
    try:
        if chat.stream:
            chunks = await within_deadline(request, model.stream(chat, text))
            return StreamingResponse(events(chat, chunks, caveats), headers=headers, media_type=MEDIA_TYPE)
        reply = await within_deadline(request, model.complete(chat, text))
    except ReasoningUnavailableError as error:
        raise GatewayError(502, str(error)) from error
    if chat.steps:
        reply = repaired(reply)
    elapsed_ns = time.perf_counter_ns() - started
    return JSONResponse(completion(chat, reply, elapsed_ns, caveats), headers=headers)


async def models(request: Request) -> Response:
    """https://www.assemblyai.com/docs/llm-gateway. It needs no key."""
    return JSONResponse(catalogue(services(request).chat_model.description))


async def understanding(request: Request) -> Response:
    """https://www.assemblyai.com/docs/speech-understanding."""
    service, account, body = await _received(request)
    parsed = tasks.read(body)
    transcript = await _transcript(service, account, _transcript_id(body))
    words = [Word(**word) for word in transcript.result["words"]]
    try:
        found = await within_deadline(request, run_tasks(parsed, transcript.id, words, service.reasoner))
    except ReasoningUnavailableError as error:
        raise GatewayError(502, str(error)) from error
    result = {"request": parsed.request, "response": found}
    return JSONResponse({"speech_understanding": result, "request_id": str(uuid4())})


async def validate_understanding(request: Request) -> Response:
    """Known only from the SDKs, which read just the status of the reply. Its body is unverified."""
    _, _, body = await _received(request)
    tasks.read(body)
    return JSONResponse({"request_id": str(uuid4())})


async def _received(request: Request) -> tuple[Services, str, dict[str, Any]]:
    service = services(request)
    try:
        account = service.accounts.authenticate(request, bearer=True)
    except UnauthorizedError:
        raise GatewayUnauthorizedError(key_given="authorization" in request.headers) from None
    asker.set(account)
    try:
        return service, account, await json_object(request)
    except ApiError as error:
        raise GatewayError(error.status, "invalid request body", (error.text,)) from None


def _transcript_id(body: Mapping[str, Any]) -> str:
    transcript_id = body.get("transcript_id")
    if not isinstance(transcript_id, str) or not transcript_id:
        raise InvalidRequestError("transcript_id is required")
    return transcript_id


async def _transcript_text(service: Services, account: str, chat: Chat) -> str | None:
    """An id without a tag is ignored, as observed. Whether an unknown id is ignored too is unverified."""
    if chat.transcript_id is None or not is_tagged(chat.messages):
        return None
    transcript = await _transcript(service, account, chat.transcript_id)
    return str(transcript.result["text"])


async def _transcript(service: Services, account: str, transcript_id: str) -> Transcript:
    """The status for a deleted transcript, and the reply for an unfinished one, are unverified."""
    try:
        transcript = await service.database.run(transcripts.get, account, transcript_id)
    except UnknownTranscriptError:
        raise GatewayError(404, "transcript not found") from None
    if transcript.deleted:
        raise GatewayError(404, "transcript deleted")
    if transcript.status != "completed":
        raise InvalidRequestError(
            f"transcript {transcript_id} has a status of '{transcript.status}', only completed ones can be read"
        )
    return transcript
