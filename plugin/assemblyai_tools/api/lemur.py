"""What LeMUR answers."""

from assemblyai_tools.api.reply import ApiReply, Text


class LemurText(ApiReply):
    request_id: str
    response: str


class LemurAnswer(ApiReply):
    question: Text = ""
    answer: Text = ""


class LemurAnswers(ApiReply):
    request_id: str
    response: list[LemurAnswer]


class LemurPurge(ApiReply):
    deleted: bool
