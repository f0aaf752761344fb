"""What the LLM Gateway answers."""

from assemblyai_tools.api.reply import ApiReply, Text


class GatewayMessage(ApiReply):
    content: str | None = None
    refusal: str | None = None


class GatewayChoice(ApiReply):
    message: GatewayMessage | None = None
    finish_reason: str | None = None


class GatewayProblem(ApiReply):
    message: Text = ""


class GatewayMetadata(ApiReply):
    errors: list[str | GatewayProblem] | None = None


class GatewayReply(ApiReply):
    """A chat completion; a refusal may come as one, with its reasons in the metadata."""

    request_id: str | None = None
    choices: list[GatewayChoice] | None = None
    message: str | None = None
    metadata: GatewayMetadata | None = None


class GatewayModel(ApiReply):
    id: str
    context_length: int | None = None


class GatewayModels(ApiReply):
    data: list[GatewayModel] | None = None
