"""The LLM Gateway, which followed LeMUR (https://www.assemblyai.com/docs/llm-gateway/quickstart).

It takes one transcript by its id and a tag in the prompt; several are read and sent as text. It keeps nothing
that could be purged.
"""

import re
from typing import Any

from pydantic import ValidationError

from assemblyai_tools.errors import (
    APIError,
    BadRequestError,
    ConfigurationError,
    PermissionDeniedError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Flow, Host, Request, fetch
from assemblyai_tools.llm.back_end import Answers, Parameters, Task, Text
from assemblyai_tools.llm.material import check_window, joined_transcripts
from assemblyai_tools.llm.prompts import ANSWERS_SCHEMA, TAG, questions_prompt, text_prompt
from assemblyai_tools.replies import GatewayAnswers, GatewayReply
from assemblyai_tools.shaping import count

DEFAULT_MODEL = "claude-sonnet-4-6"
FREE_MODEL = "qwen3.5-4b-32k-fast"
"""The one model that an account without credit could use when that was last reported (September 2026)."""

_MAX_TOKENS = 2000
_SURELY_FITS = 60_000
"""Characters that no model's window is too small for; more are held against the model's own."""

_TIMEOUT = 240.0
_NO_ACCESS = "does not have access"
_CUT = frozenset({"length", "max_tokens"})
_JSON_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class Gateway:
    """The back end on AssemblyAI's own hosts."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model or DEFAULT_MODEL

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        material = yield from self._material(parameters)
        return (yield from self._complete(text_prompt(task, parameters, material), parameters))

    def answers(self, parameters: Parameters) -> Flow[Answers]:
        material = yield from self._material(parameters)
        prompt = questions_prompt(parameters, material)
        form = {"type": "json_schema", "json_schema": ANSWERS_SCHEMA}
        try:
            reply = yield from self._complete(prompt, parameters, form)
        except BadRequestError as error:
            if "response_format" not in error.message:
                raise
            # This model cannot be held to a schema; the prompt asks for the same form in words.
            reply = yield from self._complete(prompt, parameters)
        questions = [str(one["question"]) for one in parameters["questions"]]
        return Answers(list(zip(questions, _parsed(reply, len(questions)), strict=True)), reply.request_id)

    def purge(self, request_id: str) -> Flow[bool]:
        """Say that there is nothing to purge."""
        yield from ()
        raise ConfigurationError(
            f"Request {request_id} cannot be purged: the LLM Gateway offers no such call.",
            next_step="How long the model's provider keeps data is in AssemblyAI's documentation of the LLM Gateway.",
        )

    def _material(self, parameters: Parameters) -> Flow[str]:
        ids: list[str] = parameters.get("transcript_ids") or []
        if len(ids) == 1:
            return TAG
        if not ids:
            text = str(parameters["input_text"])
            if len(text) > _SURELY_FITS:
                yield from check_window(text, self._chosen(parameters), _max_tokens(parameters))
            return text
        return (
            yield from joined_transcripts(
                ids, model=self._chosen(parameters), max_tokens=_max_tokens(parameters)
            )
        )

    def _complete(
        self, prompt: str, parameters: Parameters, form: dict[str, Any] | None = None
    ) -> Flow[Text]:
        ids: list[str] = parameters.get("transcript_ids") or []
        body: dict[str, Any] = {
            "model": self._chosen(parameters),
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": _max_tokens(parameters),
        }
        if len(ids) == 1:
            body["transcript_id"] = ids[0]
        if parameters.get("temperature") is not None:
            body["temperature"] = parameters["temperature"]
        if form:
            body["response_format"] = form
        request = Request(
            "POST", "/v1/chat/completions", json=body, host=Host.LLM, timeout=_TIMEOUT, billed=True
        )
        try:
            return _text_of((yield from fetch(request, GatewayReply)))
        except APIError as error:
            if _NO_ACCESS in error.message:
                error.next_step = (
                    f"This account cannot use {body['model']}. A free account can use {FREE_MODEL}: the person who "
                    "runs this can set ASSEMBLYAI_LLM_MODEL to it, or final_model can name it for one call."
                )
            raise

    def _chosen(self, parameters: Parameters) -> str:
        return str(parameters.get("final_model") or self._model)


def _max_tokens(parameters: Parameters) -> int:
    return int(parameters.get("max_output_size") or _MAX_TOKENS)


def _text_of(reply: GatewayReply) -> Text:
    """The first choice's text; a refusal may come with status 200, and is raised like any other."""
    choice = reply.choices[0] if reply.choices else None
    message = choice.message if choice else None
    if choice and message and message.content is not None:
        return Text(message.content, reply.request_id, choice.finish_reason in _CUT)
    errors = (reply.metadata.errors or []) if reply.metadata else []
    reasons = [one if isinstance(one, str) else one.message for one in errors]
    if message and message.refusal:
        reasons.append(message.refusal)
    text = ". ".join(part.rstrip(".") for part in [reply.message or "", *reasons] if part)
    kind = PermissionDeniedError if _NO_ACCESS in text else BadRequestError
    error = kind(
        f"The LLM Gateway refused: {text or 'it gave no text and no reason'}.",
        status=200,
        next_step="Do not repeat the same call; change the question, or the model.",
    )
    error.request_id = reply.request_id
    raise error


def _parsed(reply: Text, number: int) -> list[str]:
    """The answers in a model's JSON, however it was wrapped; one answer may come as plain text."""
    found = _JSON_OBJECT.search(reply.text)
    try:
        given = GatewayAnswers.model_validate_json(found.group()).answers if found else []
        answers = [one if isinstance(one, str) else one.answer for one in given]
    except ValidationError:
        answers = []
    if len(answers) == number:
        return answers
    if reply.cut:
        raise UnexpectedReplyError(
            "The model stopped at max_output_size before it had answered.",
            next_step="Give a larger max_output_size, or ask fewer questions at a time.",
        )
    if number == 1 and not answers and reply.text.strip():
        return [reply.text.strip()]
    raise UnexpectedReplyError(
        f"The model gave {count(len(answers), 'answer')} to {count(number, 'question')}.",
        next_step="Ask the questions one at a time, or choose another model.",
    )
