"""A reasoner that asks a language model: any server that speaks OpenAI's chat completions."""

from collections.abc import Mapping, Sequence

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assemblyai_emulator.reasoning import prompts
from assemblyai_emulator.reasoning.material import Material
from assemblyai_emulator.reasoning.reasoner import (
    Answer,
    Options,
    Question,
    QuestionAnswer,
    ReasoningUnavailableError,
)

# A local model may read a long transcript for minutes before its first word.
TIMEOUT_SECONDS = 300.0
# Enough of a server's own error to recognise it, not enough to flood a reply.
ERROR_CHARACTERS = 300


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(BaseModel):
    model_config = ConfigDict(extra="ignore")

    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


class ForwardingReasoner:
    """Sends each request to `{url}/chat/completions` of the server started by the user.

    `url` includes the version, as in http://127.0.0.1:11434/v1. The configured `model` always answers:
    an Options.final_model names a model of the API's that this server need not have. Token counts are the
    server's, and 0 where it reports none. `client` is for tests; without it a client is opened per call.
    """

    def __init__(
        self, url: str, model: str, api_key: str | None = None, client: httpx.AsyncClient | None = None
    ) -> None:
        self._address = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = client

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Give the model the prompt and the material; raises ReasoningUnavailableError."""
        return await self._ask(prompts.task(prompt, options), material, options)

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Have the model summarize; raises ReasoningUnavailableError."""
        return await self._ask(prompts.summary(options), material, options)

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Ask one question at a time, so that answers cannot be mixed up; raises ReasoningUnavailableError."""
        answers = [
            await self._ask(prompts.question(question, options), material, options) for question in questions
        ]
        return [
            QuestionAnswer(question.question, answer.text, answer.input_tokens, answer.output_tokens)
            for question, answer in zip(questions, answers, strict=True)
        ]

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """Have the model list the action items; raises ReasoningUnavailableError."""
        return await self._ask(prompts.action_items(options), material, options)

    async def _ask(self, instruction: str, material: Material, options: Options) -> Answer:
        payload = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": prompts.SYSTEM},
                {"role": "user", "content": f"{instruction}\n\n{prompts.delimited(material)}"},
            ],
            "max_tokens": options.max_output_size,
            "temperature": options.temperature,
        }
        completion = self._parsed(await self._post(payload))
        usage = completion.usage or _Usage()
        text = completion.choices[0].message.content.strip()
        return Answer(text, usage.prompt_tokens, usage.completion_tokens)

    async def _post(self, payload: Mapping[str, object]) -> httpx.Response:
        try:
            if self._client is not None:
                return await self._client.post(self._address, json=payload, headers=self._headers)
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                return await client.post(self._address, json=payload, headers=self._headers)
        except httpx.InvalidURL as error:
            raise ReasoningUnavailableError(
                f"The language model address {self._address} is not a URL ({error}): check --llm-url."
            ) from error
        except httpx.TimeoutException as error:
            raise ReasoningUnavailableError(
                f"The language model at {self._address} did not answer in time: "
                "check that the server is not overloaded, or send it a shorter transcript."
            ) from error
        except httpx.HTTPError as error:
            raise ReasoningUnavailableError(
                f"The language model at {self._address} could not be reached ({error}): "
                "check --llm-url and that the server is running."
            ) from error

    def _parsed(self, response: httpx.Response) -> _Completion:
        if not response.is_success:
            raise ReasoningUnavailableError(
                f"The language model at {self._address} answered {response.status_code} "
                f"({response.text[:ERROR_CHARACTERS].strip()}): check --llm-url, --llm-model and the key."
            )
        try:
            return _Completion.model_validate_json(response.content)
        except ValidationError as error:
            raise ReasoningUnavailableError(
                f"The server at {self._address} did not answer with a chat completion: "
                "check that --llm-url points at an OpenAI-compatible API, version included (usually /v1)."
            ) from error
