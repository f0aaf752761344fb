"""The caller's own language model. It gets the transcripts as text; AssemblyAI keeps nothing of the request."""

from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError, LanguageModelError
from assemblyai_tools.flow import Flow, complete
from assemblyai_tools.llm.answers import parsed_answers
from assemblyai_tools.llm.back_end import Answers, Parameters, Task, Text
from assemblyai_tools.llm.prompts import questions_prompt, text_prompt
from assemblyai_tools.llm.source_text import joined_transcripts

_WORDS_PER_TOKEN = 0.75
"""English words per token, on average."""

_FIXED_BY_THE_MODEL = ("final_model", "temperature")
"""Parameters that were decided when the caller created the model."""


class OwnModel:
    """The back end that asks the client's model."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        source = yield from _source_text(parameters)
        prompt = text_prompt(task, parameters, source)
        written = yield from complete(prompt + _length_limit(parameters))
        return Text(_non_empty(written.text), cut=written.cut)

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        source = yield from _source_text(parameters)
        prompt = questions_prompt(parameters, source, quotes=quotes)
        written = yield from complete(prompt + _length_limit(parameters))
        return Answers(parsed_answers(_non_empty(written.text), parameters["questions"], cut=written.cut))

    def purge(self, request_id: str) -> Flow[bool]:
        """Raise: there is nothing to purge."""
        yield from ()
        raise ConfigurationError(
            f"Request {request_id} cannot be purged: nothing of it is kept at AssemblyAI.",
            next_step="Ask the language model's provider what it keeps.",
        )


def _source_text(parameters: Parameters) -> Flow[str]:
    """The text to reason over. The model's context window is unknown, so a long text is not refused here."""
    for name in _FIXED_BY_THE_MODEL:
        if parameters.get(name) is not None:
            raise InvalidArgumentsError(
                f"{name} cannot be chosen here: the answers come from a model that is set up already.",
                next_step=f"Call again without {name}.",
            )
    ids: list[str] = parameters.get("transcript_ids") or []
    return (yield from joined_transcripts(ids)) if ids else str(parameters["input_text"])


def _length_limit(parameters: Parameters) -> str:
    """The output limit, put into words: every model understands these, while the setting's name differs by provider."""
    tokens = parameters.get("max_output_size")
    return f"\n\nWrite at most {max(1, round(tokens * _WORDS_PER_TOKEN)):,} words." if tokens else ""


def _non_empty(text: str) -> str:
    if not text.strip():
        raise LanguageModelError("The language model answered without any text.")
    return text
