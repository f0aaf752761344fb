"""The LeMUR routes: questions about transcripts, and deletion of the answers."""

from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import lemur as parameters
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.reasoner import Answer
from assemblyai_emulator.reasoning.turns import asker
from assemblyai_emulator.routes.deadline import within_deadline
from assemblyai_emulator.routes.request_bodies import json_object
from assemblyai_emulator.services import Services, services
from assemblyai_emulator.store import lemur_requests, transcripts
from assemblyai_emulator.wording.words import Word


async def task(request: Request) -> Response:
    service, account, body = await _received(request)
    prompt, parsed = parameters.prompt(body), parameters.read(body)
    material = await _material(service, account, parsed)
    answer = await within_deadline(request, service.reasoner.task(prompt, material, parsed.options))
    return await _answered(service, account, answer)


async def summary(request: Request) -> Response:
    service, account, body = await _received(request)
    parsed = parameters.read(body)
    material = await _material(service, account, parsed)
    answer = await within_deadline(request, service.reasoner.summarize(material, parsed.options))
    return await _answered(service, account, answer)


async def question_answer(request: Request) -> Response:
    service, account, body = await _received(request)
    questions, parsed = parameters.questions(body), parameters.read(body)
    material = await _material(service, account, parsed)
    work = service.reasoner.answer_questions(questions, material, parsed.options)
    answers = await within_deadline(request, work)
    return await _stored(
        service,
        account,
        [{"question": one.question, "answer": one.answer} for one in answers],
        sum(one.input_tokens for one in answers),
        sum(one.output_tokens for one in answers),
    )


async def action_items(request: Request) -> Response:
    service, account, body = await _received(request)
    parsed = parameters.read(body)
    material = await _material(service, account, parsed)
    answer = await within_deadline(request, service.reasoner.extract_action_items(material, parsed.options))
    return await _answered(service, account, answer)


async def get(request: Request) -> Response:
    """A past response, as on the service while LeMUR existed."""
    service = services(request)
    account = service.accounts.authenticate(request)
    stored = await service.database.run(lemur_requests.get, account, request.path_params["request_id"])
    if stored is None:
        raise _unknown_request()
    return JSONResponse(stored)


async def purge(request: Request) -> Response:
    service = services(request)
    account = service.accounts.authenticate(request)
    request_id: str = request.path_params["request_id"]
    if not await service.database.run(lemur_requests.delete, account, request_id):
        raise _unknown_request()
    await service.database.erase_deleted()
    return JSONResponse({"request_id": str(uuid4()), "request_id_to_purge": request_id, "deleted": True})


async def _received(request: Request) -> tuple[Services, str, dict[str, Any]]:
    service = services(request)
    account = service.accounts.authenticate(request)
    asker.set(account)
    return service, account, await json_object(request)


async def _material(service: Services, account: str, parsed: parameters.LemurRequest) -> Material:
    if parsed.input_text is not None and not parsed.transcript_ids:
        return Material((Source.from_text(parsed.input_text),))
    sources = [await _source(service, account, transcript_id) for transcript_id in parsed.transcript_ids]
    return Material(tuple(sources))


async def _source(service: Services, account: str, transcript_id: str) -> Source:
    transcript = await service.database.run(transcripts.get, account, transcript_id)
    if transcript.deleted:
        raise ApiError(400, f"Transcript {transcript_id} has been deleted. Leave it out of transcript_ids.")
    if transcript.status != "completed":
        raise ApiError(
            400,
            f"Transcript {transcript_id} has a status of '{transcript.status}'. "
            "LeMUR reads only completed transcripts: wait for it, or leave it out of transcript_ids.",
        )
    return Source.from_words(transcript_id, [Word(**word) for word in transcript.result["words"]])


async def _answered(service: Services, account: str, answer: Answer) -> Response:
    return await _stored(service, account, answer.text, answer.input_tokens, answer.output_tokens)


async def _stored(
    service: Services, account: str, response: Any, input_tokens: int, output_tokens: int
) -> Response:
    body = {
        "request_id": str(uuid4()),
        "response": response,
        "usage": {"input_tokens": input_tokens, "output_tokens": output_tokens},
    }
    await service.database.run(lemur_requests.insert, account, body)
    return JSONResponse(body)


def _unknown_request() -> ApiError:
    # Unverified: there is no recording of a purge with an unknown id.
    return ApiError(400, "LeMUR request lookup error, request id not found")
