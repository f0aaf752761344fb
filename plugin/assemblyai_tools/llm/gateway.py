"""The LLM Gateway, which followed LeMUR (https://www.assemblyai.com/docs/llm-gateway/quickstart).

It takes one transcript by its id and a tag in the prompt; several are read and sent as text. It keeps nothing
that could be purged.
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
from assemblyai_tools.llm.material import check_window, joined_transcripts
from assemblyai_tools.llm.prompts import TAG, answers_schema, questions_prompt, text_prompt

DEFAULT_MODEL = "claude-sonnet-4-6"
FREE_MODEL = "qwen3.5-4b-32k-fast"
"""The one model that an account without credit could use when that was last reported (September 2026)."""

_MAX_TOKENS = 2000
_SURELY_FITS = 60_000
"""Characters that no model's window is too small for; more are held against the model's own."""

_NO_ACCESS = "does not have access"
_CUT = frozenset({"length", "max_tokens"})


class Gateway:
    """The back end on AssemblyAI's own hosts."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model or DEFAULT_MODEL

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        material = yield from self._material(parameters)
        return (yield from self._complete(text_prompt(task, parameters, material), parameters))

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        material = yield from self._material(parameters)
        prompt = questions_prompt(parameters, material, quotes=quotes)
        form = {"type": "json_schema", "json_schema": answers_schema(quotes=quotes)}
        try:
            reply = yield from self._complete(prompt, parameters, form)
        except BadRequestError as error:
            if "response_format" not in error.message:
                raise
            # This model cannot be held to a schema; the prompt asks for the same form in words.
            reply = yield from self._complete(prompt, parameters)
        return Answers(parsed_answers(reply.text, parameters["questions"], cut=reply.cut), reply.request_id)

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
        text = yield from joined_transcripts(ids)
        yield from check_window(text, self._chosen(parameters), _max_tokens(parameters))
        return text

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
        try:
            return _text_of((yield from complete_chat(body)))
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
