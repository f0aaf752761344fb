"""A client for a server with OpenAI's chat completions API, and its errors."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from typing import Any, cast

import httpx
from pydantic import ValidationError

from assemblyai_emulator.outgoing import client_for
from assemblyai_emulator.reasoning.chat_completion import Completion
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

_TIMEOUT = httpx.Timeout(None, connect=10.0)
"""Seconds. There is no read timeout: a local model may read a long transcript for minutes before its first word. The
route's deadline limits the wait for a whole answer, and for the first chunk of a stream; LONGEST_PAUSE limits the
wait for each later chunk."""

LONGEST_PAUSE = 120.0
"""Seconds between two chunks of a stream. A model that writes is never silent for so long; one that hangs would hold
the client's connection for ever."""

ERROR_CHARACTERS = 300
"""Characters of the server's own error that are quoted: enough to recognise it, too few to flood the reply."""

_SHORTEST_HEAD = 8
"""Characters of the key's start that are hidden in an error; a shorter key may be an ordinary word."""

_ADVICE = {
    400: "the request did not suit it; a transcript longer than the model can read is a common cause.",
    401: "check the key.",
    403: "check the key, and that it may use this --llm-model.",
    404: "check --llm-url and --llm-model.",
    413: "send it a shorter transcript.",
    422: "the request did not suit it; check that --llm-model is a chat model.",
    429: "it has too much to do, or the key's quota is used up. Wait, then try again.",
}
_NOT_CHAT = "check that --llm-url points at an OpenAI-compatible API, version included (usually /v1)."
_END = "[DONE]"
"""The data of the last event of a stream."""

_OTHER_ADVICE = "check --llm-url, --llm-model and the server's own log."


class ChatServer:
    """Posts to `{url}/chat/completions`; `url` includes the version, as in http://127.0.0.1:11434/v1.

    `client` is for tests; without it each call opens its own.
    """

    def __init__(self, url: str, api_key: str | None = None, client: httpx.AsyncClient | None = None) -> None:
        self.address = f"{url.rstrip('/')}/chat/completions"
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        start = re.escape((api_key or "")[:_SHORTEST_HEAD])
        shown = rf"{start}[^\s\"',;()<>]*" if len(api_key or "") >= _SHORTEST_HEAD else "(?!)"
        self._key = re.compile(shown)
        self._client = client

    async def complete(self, payload: Mapping[str, object]) -> Completion:
        """The server's answer. Raises ReasoningUnavailableError."""
        with self._failures():
            async with self._open() as client:
                response = await client.post(self.address, json=payload, headers=self._headers)
        self._check(response)
        try:
            return Completion.model_validate_json(response.content)
        except ValidationError as error:
            raise ReasoningUnavailableError(
                f"The server at {self.address} did not answer with a chat completion: {_NOT_CHAT}"
            ) from error

    async def stream(self, payload: Mapping[str, object]) -> AsyncIterator[dict[str, Any]]:
        """The chunks of the server's answer as they come. It returns with the first.

        Raises ReasoningUnavailableError, as does the iterator if the answer breaks off or pauses for LONGEST_PAUSE.
        """
        chunks = self._chunks(payload)
        first = await anext(chunks, None)
        if first is None:
            raise self._no_stream()
        return self._joined(first, chunks)

    async def _joined(
        self, first: dict[str, Any], others: AsyncGenerator[dict[str, Any]]
    ) -> AsyncGenerator[dict[str, Any]]:
        chunk: dict[str, Any] | None = first
        try:
            while chunk is not None:
                yield chunk
                async with asyncio.timeout(LONGEST_PAUSE):
                    chunk = await anext(others, None)
        except TimeoutError:
            raise ReasoningUnavailableError(
                f"The language model at {self.address} sent nothing more for {LONGEST_PAUSE:.0f} seconds in the middle "
                "of its answer: check that the server still works, then try again."
            ) from None
        finally:
            await others.aclose()

    async def _chunks(self, payload: Mapping[str, object]) -> AsyncGenerator[dict[str, Any]]:
        with self._failures():
            async with (
                self._open() as client,
                client.stream("POST", self.address, json=payload, headers=self._headers) as response,
            ):
                if not response.is_success:
                    await response.aread()
                self._check(response)
                async for line in response.aiter_lines():
                    data = line.removeprefix("data:").strip()
                    if data == _END:
                        return
                    if data and data != line:
                        yield self._chunk(data)

    def _chunk(self, data: str) -> dict[str, Any]:
        try:
            # NaN and the infinities, which Python would read and write, are not JSON.
            parsed: object = json.loads(data, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise self._no_stream() from None
        chunk = cast("dict[str, Any]", parsed) if isinstance(parsed, dict) else {}
        if error := chunk.get("error"):
            raise ReasoningUnavailableError(
                f"The language model at {self.address} broke off ({self._quoted(str(error))}): {_OTHER_ADVICE}"
            )
        if not isinstance(chunk.get("choices"), list):
            raise self._no_stream()
        return chunk

    def _no_stream(self) -> ReasoningUnavailableError:
        return ReasoningUnavailableError(
            f"The server at {self.address} did not answer with a stream of chat completion chunks: leave stream out, "
            f"or {_NOT_CHAT}"
        )

    def _check(self, response: httpx.Response) -> None:
        if not response.is_success:
            raise ReasoningUnavailableError(
                f"The language model at {self.address} answered {response.status_code} "
                f"({self._quoted(response.text)}): {_ADVICE.get(response.status_code, _OTHER_ADVICE)}"
            )

    def _quoted(self, error: str) -> str:
        """The beginning of the server's own error, without the key: some servers repeat its first characters."""
        return self._key.sub("[key]", error)[:ERROR_CHARACTERS].strip()

    def _open(self) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        return nullcontext(self._client) if self._client else client_for(self.address, timeout=_TIMEOUT)

    @contextmanager
    def _failures(self) -> Generator[None]:
        """What httpx raises, as a ReasoningUnavailableError that says what to check."""
        try:
            yield
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
