"""The LLM Gateway (https://www.assemblyai.com/docs/llm-gateway/quickstart)."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.flow import Flow, Host, Request, fetch

_TIMEOUT = 240.0
"""Seconds without progress after which a completion fails: a model may read hours of speech first."""


class GatewayMessage(ApiReply):
    content: str | None = None
    refusal: str | None = None


class GatewayChoice(ApiReply):
    message: GatewayMessage | None = None
    finish_reason: str | None = None


class GatewayProblem(ApiReply):
    message: TextOrEmpty = ""


class GatewayMetadata(ApiReply):
    errors: list[str | GatewayProblem] | None = None


class GatewayReply(ApiReply):
    """A chat completion, or a refusal with its reasons in `metadata`: both come with status 200."""

    request_id: str | None = None
    choices: list[GatewayChoice] | None = None
    message: str | None = None
    metadata: GatewayMetadata | None = None


class GatewayModel(ApiReply):
    id: str
    context_length: int | None = None


class GatewayModels(ApiReply):
    data: list[GatewayModel] | None = None


def complete_chat(body: Mapping[str, Any]) -> Flow[GatewayReply]:
    """Ask a model. The service bills the tokens."""
    request = Request("POST", "/v1/chat/completions", json=body, host=Host.LLM, timeout=_TIMEOUT, billed=True)
    return (yield from fetch(request, GatewayReply))


def list_models() -> Flow[GatewayModels]:
    """The models that the gateway offers."""
    return (yield from fetch(Request("GET", "/v1/models", host=Host.LLM), GatewayModels))
