"""The arguments of the reasoning operations; the names are LeMUR's, and every back end takes them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeAlias

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Id
from assemblyai_tools.results.speech import spoken_text
from assemblyai_tools.text import flat

DOCUMENTS = ("docx", "md")
"""The formats of minutes; each is the ending of its files, too."""


class ReasoningArguments(Arguments):
    """The arguments that every reasoning call takes."""

    transcript_ids: list[Id] | None = Field(
        default=None, min_length=1, max_length=100, description="Up to 100, completed."
    )
    input_text: str | None = Field(default=None, min_length=1, description="Instead of transcripts.")
    context: str | None = Field(default=None, description="Background facts.")
    final_model: str | None = Field(default=None, description="Best left unset.")
    max_output_size: int | None = Field(default=None, ge=1, le=64_000, description="Tokens: 1 to 64,000.")
    temperature: float | None = Field(default=None, ge=0, le=1, description="0 to 1.")

    _transcript: Transcript | None = PrivateAttr(default=None)

    @field_validator("transcript_ids")
    @classmethod
    def _each_once(cls, value: list[str] | None) -> list[str] | None:
        return None if value is None else list(dict.fromkeys(value))

    @model_validator(mode="after")
    def _one_source(self) -> "ReasoningArguments":
        if (self.transcript_ids is None) == (self.input_text is None):
            raise ValueError("give either transcript_ids or input_text")
        return self

    @property
    def transcript(self) -> Transcript | None:
        """The transcript that input_text is the text of, if it is one that the program holds."""
        return self._transcript

    def about(self, transcript: Transcript) -> Self:
        """The same call about a transcript that the program holds, and that the service may not know.

        The model gets its lines as input_text; quotes, times and speakers are those of its words.
        """
        copy = self.model_copy(update={"transcript_ids": None, "input_text": spoken_text(transcript)})
        copy._transcript = transcript  # noqa: SLF001 - a copy of this one
        return copy

    def parameters(self) -> dict[str, Any]:
        """The given arguments as the API's parameters."""
        return self.model_dump(exclude_none=True)


class RunTaskArguments(ReasoningArguments):
    """Run a custom prompt on transcripts: write a blog post, draft an email, generate a report. Costs money."""

    prompt: str = Field(min_length=1, description="What to do.")


class MinutesArguments(ReasoningArguments):
    """The arguments of what can be saved as minutes."""

    answer_format: str | None = None
    save_to: str | None = None

    @field_validator("save_to")
    @classmethod
    def _a_document(cls, save_to: str | None) -> str | None:
        if save_to and _ending(save_to) not in DOCUMENTS:
            raise ValueError("save_to must end in .docx or .md")
        return save_to and save_to.strip()

    def parameters(self) -> dict[str, Any]:
        """The given arguments as the API's parameters. Minutes ask questions with formats of their own."""
        return self.model_dump(
            exclude_none=True, exclude={"save_to", "answer_format"} if self.save_to else None
        )

    @property
    def document(self) -> tuple[str, str] | None:
        """The name of the file for minutes, and its format; None if there is to be none."""
        return (self.save_to, _ending(self.save_to)) if self.save_to else None


class SummarizeArguments(MinutesArguments):
    """Summarize transcripts: a short summary, overview, key points, notes or minutes of a meeting. Costs money."""

    answer_format: str | None = Field(default=None, description="Such as: bullet points.")
    save_to: str | None = Field(
        default=None,
        description="New .docx or .md file for minutes: summary, decisions, action items, transcript.",
    )


class ExtractActionItemsArguments(MinutesArguments):
    """Extract action items from transcripts: to-do list, tasks with owners, deadlines, next steps. Costs money."""

    answer_format: str | None = Field(default=None, description="Such as: a table.")
    save_to: str | None = Field(
        default=None, description="New .docx or .md file: action items with owner and due date, transcript."
    )

    @model_validator(mode="after")
    def _one_form(self) -> "ExtractActionItemsArguments":
        if self.save_to and self.answer_format:
            raise ValueError("answer_format and save_to exclude each other")
        return self


def _ending(name: str) -> str:
    """What stands after the last dot. Invisible characters do not count; a name that holds some is refused later."""
    _, dot, ending = flat(name).lower().rpartition(".")
    return ending if dot else ""


class Question(Arguments):
    question: str = Field(min_length=1)
    context: str | None = Field(default=None, description="For this question.")
    answer_format: str | None = Field(default=None, description="Not with answer_options.")
    answer_options: list[str] | None = Field(
        default=None, min_length=1, description="Answers to choose from."
    )

    @model_validator(mode="after")
    def _one_form(self) -> "Question":
        if self.answer_format and self.answer_options:
            raise ValueError("answer_format and answer_options exclude each other")
        return self


def _as_question(value: Any) -> Any:
    """A bare string is a question too; models often send one."""
    return {"question": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    Questions: TypeAlias = Sequence[Question | str]
else:
    # A union would put its members' names into the errors. A validated item is always a Question.
    Questions = list[Annotated[Question, BeforeValidator(_as_question)]]


class AskQuestionArguments(ReasoningArguments):
    """Ask questions about transcripts: find the answer to what was said or decided in a recording. Costs money."""

    questions: Questions = Field(min_length=1, max_length=50, description="Up to 50.")
    quotes: bool | None = Field(default=None, description="Quotes as evidence, with times, checked.")

    def parameters(self) -> dict[str, Any]:
        """The given arguments as the API's parameters; it has none for quotes."""
        return self.model_dump(exclude_none=True, exclude={"quotes"})


class PurgeRequestDataArguments(Arguments):
    """Delete (purge) stored data of a language model (LLM) request, such as a summary: its prompt and answer."""

    request_id: Id
