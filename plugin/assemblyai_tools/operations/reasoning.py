"""Asking a language model about transcripts: task, summary, questions, action items, purge."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from assemblyai_tools.flow import Flow
from assemblyai_tools.llm import lemur
from assemblyai_tools.operation import CREATES, DELETES, Arguments, Id, Result, operation
from assemblyai_tools.replies import LemurText
from assemblyai_tools.shaping import BUDGET, clean

_PURGE_HINT = "purge_request_data with request_id={} deletes what the service keeps of this request."


class ReasoningArguments(Arguments):
    """What every reasoning call may say; sent to the service as it is."""

    transcript_ids: list[Id] | None = Field(
        None, min_length=1, max_length=100, description="Completed transcripts. Give these or input_text."
    )
    input_text: str | None = Field(None, min_length=1, description="Text to use instead of transcripts.")
    context: str | None = Field(None, description="Background that helps, such as who is speaking.")
    final_model: str | None = Field(None, description="Language model; unset: the default.")
    max_output_size: int | None = Field(None, ge=1, le=64_000, description="Longest answer, in tokens.")
    temperature: float | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def _one_source(self) -> "ReasoningArguments":
        if (self.transcript_ids is None) == (self.input_text is None):
            raise ValueError("give either transcript_ids or input_text")
        return self

    def parameters(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class RunTaskArguments(ReasoningArguments):
    """Run your own prompt over transcripts with a language model. Costs money."""

    prompt: str = Field(min_length=1)


class SummarizeArguments(ReasoningArguments):
    """Summarize transcripts with a language model. Costs money."""

    answer_format: str | None = Field(None, description="Such as: three bullet points, one sentence.")


class ExtractActionItemsArguments(ReasoningArguments):
    """List the action items in transcripts with a language model. Costs money."""

    answer_format: str | None = Field(None, description="Default: bullet points.")


class Question(Arguments):
    question: str = Field(min_length=1)
    context: str | None = None
    answer_format: str | None = Field(None, description="Such as: short sentence. Not with answer_options.")
    answer_options: list[str] | None = Field(None, min_length=1, description="Answer with one of these.")

    @model_validator(mode="after")
    def _one_form(self) -> "Question":
        if self.answer_format and self.answer_options:
            raise ValueError("answer_format and answer_options exclude each other")
        return self


def _as_question(value: Any) -> Any:
    """A bare string is a question too; models often send one."""
    return {"question": value} if isinstance(value, str) else value


class AskQuestionArguments(ReasoningArguments):
    """Ask one or several questions about transcripts; a language model answers. Costs money."""

    questions: list[Annotated[Question, BeforeValidator(_as_question)]] = Field(min_length=1, max_length=50)


class TextAnswer(Result):
    """A language model's text, and the request that made it."""

    request_id: str
    response: str
    left_out_characters: int = 0

    def render(self) -> str:
        cut = (
            f"\n({self.left_out_characters:,} more characters were left out.)"
            if self.left_out_characters
            else ""
        )
        return f"{self.response}{cut}\n\n{_PURGE_HINT.format(self.request_id)}"


class AnswersView(Result):
    """A language model's answers, and the request that made them."""

    request_id: str
    answers: list["AnsweredQuestion"]

    def render(self) -> str:
        pairs = "\n\n".join(f"Q: {pair.question}\nA: {pair.answer}" for pair in self.answers)
        return f"{pairs}\n\n{_PURGE_HINT.format(self.request_id)}"


class AnsweredQuestion(Result):
    question: str
    answer: str


class PurgeRequestDataArguments(Arguments):
    """Delete what the service keeps of an earlier summarize, ask_question, extract_action_items or run_task."""

    request_id: Id = Field(description="The request_id that call returned.")


class PurgedView(Result):
    request_id: str
    deleted: bool

    def render(self) -> str:
        if self.deleted:
            return f"The data of request {self.request_id} is purged."
        return f"The service did not purge request {self.request_id}; try again later."


@operation(title="Run a task", hints=CREATES, arguments=RunTaskArguments, result=TextAnswer)
def run_task(arguments: RunTaskArguments) -> Flow[TextAnswer]:
    return _clipped((yield from lemur.text("task", arguments.parameters())))


@operation(title="Summarize", hints=CREATES, arguments=SummarizeArguments, result=TextAnswer)
def summarize(arguments: SummarizeArguments) -> Flow[TextAnswer]:
    return _clipped((yield from lemur.text("summary", arguments.parameters())))


@operation(
    title="Extract action items", hints=CREATES, arguments=ExtractActionItemsArguments, result=TextAnswer
)
def extract_action_items(arguments: ExtractActionItemsArguments) -> Flow[TextAnswer]:
    return _clipped((yield from lemur.text("action-items", arguments.parameters())))


@operation(title="Ask questions", hints=CREATES, arguments=AskQuestionArguments, result=AnswersView)
def ask_question(arguments: AskQuestionArguments) -> Flow[AnswersView]:
    reply = yield from lemur.answers(arguments.parameters())
    each = BUDGET // max(1, len(reply.response))
    return AnswersView(
        request_id=reply.request_id,
        answers=[
            AnsweredQuestion(question=clean(pair.question), answer=clean(pair.answer)[:each])
            for pair in reply.response
        ],
    )


@operation(title="Purge request data", hints=DELETES, arguments=PurgeRequestDataArguments, result=PurgedView)
def purge_request_data(arguments: PurgeRequestDataArguments) -> Flow[PurgedView]:
    reply = yield from lemur.purge(arguments.request_id)
    return PurgedView(request_id=arguments.request_id, deleted=reply.deleted)


def _clipped(reply: LemurText) -> TextAnswer:
    text = clean(reply.response)
    return TextAnswer(
        request_id=reply.request_id, response=text[:BUDGET], left_out_characters=max(0, len(text) - BUDGET)
    )
