"""The LLM Gateway, LeMUR's successor (https://www.assemblyai.com/docs/llm-gateway/quickstart).

It takes a single transcript by its id and a tag in the prompt; several are sent as text. It keeps
nothing that could be purged.
"""

from typing import Any

from assemblyai_tools.api.gateway import GatewayReply, complete_chat
from assemblyai_tools.errors import (
    APIError,
    BadRequestError,
    ConfigurationError,
    PermissionDeniedError,
)
from assemblyai_tools.flow import Flow
from assemblyai_tools.llm.answers import parsed_answers
from assemblyai_tools.llm.back_end import Answers, Parameters, Task, Text
from assemblyai_tools.llm.prompts import TAG, answers_schema, questions_prompt, text_prompt
from assemblyai_tools.llm.source_text import check_context_window, joined_transcripts, require_speech

DEFAULT_MODEL = "claude-sonnet-4-6"
"""The model that answers unless the settings or the call name another."""

FREE_MODEL = "qwen3.5-4b-32k-fast"
"""The only model that an account without credit could use when last reported (September 2026)."""

_MAX_TOKENS = 2000
"""Tokens of the longest answer, unless the call says otherwise."""

_FITS_ANY_MODEL = 60_000
"""Characters that fit every model's context window; only a longer text is checked against the model's own."""

_NO_ACCESS = "does not have access"
"""Part of the gateway's message for a model that the account may not use."""

_CUT_REASONS = frozenset({"length", "max_tokens"})
"""Finish reasons of an answer that reached its token limit."""


class Gateway:
    """The back end for AssemblyAI's hosts."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model or DEFAULT_MODEL

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        source = yield from self._source_text(parameters)
        return (yield from self._complete(text_prompt(task, parameters, source), parameters))

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        source = yield from self._source_text(parameters)
        prompt = questions_prompt(parameters, source, quotes=quotes)
        response_format = {"type": "json_schema", "json_schema": answers_schema(quotes=quotes)}
        try:
            reply = yield from self._complete(prompt, parameters, response_format)
        except BadRequestError as error:
            if "response_format" not in error.message:
                raise
            # This model does not support a response schema; the prompt asks for the same form in words.
            reply = yield from self._complete(prompt, parameters)
        return Answers(parsed_answers(reply.text, parameters["questions"], cut=reply.cut), reply.request_id)

    def purge(self, request_id: str) -> Flow[bool]:
        """Raise: there is nothing to purge."""
        yield from ()
        raise ConfigurationError(
            f"Request {request_id} cannot be purged: the LLM Gateway offers no such call.",
            next_step="How long the model's provider keeps data is in AssemblyAI's documentation of the LLM Gateway.",
        )

    def _source_text(self, parameters: Parameters) -> Flow[str]:
        ids: list[str] = parameters.get("transcript_ids") or []
        if len(ids) == 1:
            yield from require_speech(ids)
            return TAG
        if not ids:
            text = str(parameters["input_text"])
            if len(text) > _FITS_ANY_MODEL:
                yield from check_context_window(text, self._model_for(parameters), _max_tokens(parameters))
            return text
        text = yield from joined_transcripts(ids)
        yield from check_context_window(text, self._model_for(parameters), _max_tokens(parameters))
        return text

    def _complete(
        self, prompt: str, parameters: Parameters, response_format: dict[str, Any] | None = None
    ) -> Flow[Text]:
        ids: list[str] = parameters.get("transcript_ids") or []
        body: dict[str, Any] = {
            "model": self._model_for(parameters),
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": _max_tokens(parameters),
        }
        if len(ids) == 1:
            body["transcript_id"] = ids[0]
        if parameters.get("temperature") is not None:
            body["temperature"] = parameters["temperature"]
        if response_format:
            body["response_format"] = response_format
        try:
            return _text_of((yield from complete_chat(body)))
        except APIError as error:
            if _NO_ACCESS in error.message:
                error.next_step = (
                    f"This account cannot use {body['model']}. A free account can use {FREE_MODEL}: the person who "
                    "runs this can set ASSEMBLYAI_LLM_MODEL to it, or final_model can name it for one call."
                )
            raise

    def _model_for(self, parameters: Parameters) -> str:
        return str(parameters.get("final_model") or self._model)


def _max_tokens(parameters: Parameters) -> int:
    return int(parameters.get("max_output_size") or _MAX_TOKENS)


def _text_of(reply: GatewayReply) -> Text:
    """The first choice's text. A refusal may come with status 200; it is raised like any other."""
    choice = reply.choices[0] if reply.choices else None
    message = choice.message if choice else None
    if choice and message and message.content is not None:
        return Text(message.content, reply.request_id, choice.finish_reason in _CUT_REASONS)
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
