"""A client for a server with OpenAI's chat completions API, and its errors."""

from collections.abc import Mapping

import httpx
from pydantic import ValidationError

from assemblyai_emulator.outgoing import client_for
from assemblyai_emulator.reasoning.chat_completion import Completion
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

_TIMEOUT = httpx.Timeout(None, connect=10.0)
"""Seconds. There is no read timeout: a local model may read a long transcript for minutes before its first word. The
route's own deadline limits the whole request."""

ERROR_CHARACTERS = 300
"""Characters of the server's own error that are quoted: enough to recognise it, too few to flood the reply."""

_ADVICE = {
    400: "the request did not suit it; a transcript longer than the model can read is a common cause.",
    401: "check the key.",
    403: "check the key, and that it may use this --llm-model.",
    404: "check --llm-url and --llm-model.",
    413: "send it a shorter transcript.",
    422: "the request did not suit it; check that --llm-model is a chat model.",
    429: "it has too much to do, or the key's quota is used up. Wait, then try again.",
}
_OTHER_ADVICE = "check --llm-url, --llm-model and the server's own log."


class ChatServer:
    """Posts to `{url}/chat/completions`; `url` includes the version, as in http://127.0.0.1:11434/v1.

    `client` is for tests; without it each call opens its own.
    """

    def __init__(self, url: str, api_key: str | None = None, client: httpx.AsyncClient | None = None) -> None:
        self.address = f"{url.rstrip('/')}/chat/completions"
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = client

    async def complete(self, payload: Mapping[str, object]) -> Completion:
        """The server's answer. Raises ReasoningUnavailableError."""
        response = await self._post(payload)
        if not response.is_success:
            raise ReasoningUnavailableError(
                f"The language model at {self.address} answered {response.status_code} "
                f"({response.text[:ERROR_CHARACTERS].strip()}): {_ADVICE.get(response.status_code, _OTHER_ADVICE)}"
            )
        try:
            return Completion.model_validate_json(response.content)
        except ValidationError as error:
            raise ReasoningUnavailableError(
                f"The server at {self.address} did not answer with a chat completion: "
                "check that --llm-url points at an OpenAI-compatible API, version included (usually /v1)."
            ) from error

    async def _post(self, payload: Mapping[str, object]) -> httpx.Response:
        try:
            if self._client is not None:
                return await self._client.post(self.address, json=payload, headers=self._headers)
            async with client_for(self.address, timeout=_TIMEOUT) as client:
                return await client.post(self.address, json=payload, headers=self._headers)
        except httpx.InvalidURL as error:
            raise ReasoningUnavailableError(
                f"The language model address {self.address} is not a URL ({error}): check --llm-url."
            ) from error
        except httpx.TimeoutException as error:
            raise ReasoningUnavailableError(
                f"The language model at {self.address} did not answer in time: "
                "check that the server is not overloaded, or send it a shorter transcript."
            ) from error
        except httpx.HTTPError as error:
            raise ReasoningUnavailableError(
                f"The language model at {self.address} could not be reached ({str(error) or type(error).__name__}): "
                "check --llm-url and that the server is running."
            ) from error
