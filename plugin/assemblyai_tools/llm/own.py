"""A language model of the caller's own, which reads the transcripts as text and keeps nothing at AssemblyAI."""

from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError, LanguageModelError
from assemblyai_tools.flow import Flow, complete
from assemblyai_tools.llm.answers import parsed_answers
from assemblyai_tools.llm.back_end import Answers, Parameters, Task, Text
from assemblyai_tools.llm.material import joined_transcripts
from assemblyai_tools.llm.prompts import questions_prompt, text_prompt

_WORDS_PER_TOKEN = 0.75
_NOT_OURS = ("final_model", "temperature")
"""What whoever made the model has decided already."""


class Own:
    """The back end that asks the model which the client was given."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        material = yield from _material(parameters)
        prompt = text_prompt(task, parameters, material)
        written = yield from complete(prompt + _length(parameters))
        return Text(_present(written.text), cut=written.cut)

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        material = yield from _material(parameters)
        prompt = questions_prompt(parameters, material, quotes=quotes)
        written = yield from complete(prompt + _length(parameters))
        return Answers(parsed_answers(_present(written.text), parameters["questions"], cut=written.cut))

    def purge(self, request_id: str) -> Flow[bool]:
        """Say that there is nothing to purge."""
        yield from ()
        raise ConfigurationError(
            f"Request {request_id} cannot be purged: nothing of it is kept at AssemblyAI.",
            next_step="What the language model's own provider keeps is for whoever runs it to say.",
        )


def _material(parameters: Parameters) -> Flow[str]:
    """The text to reason over. How much the model takes is not known here: it says so itself, if it fails."""
    for name in _NOT_OURS:
        if parameters.get(name) is not None:
            raise InvalidArgumentsError(
                f"{name} cannot be chosen here: the answers come from a model that is set up already.",
                next_step=f"Call again without {name}.",
            )
    ids: list[str] = parameters.get("transcript_ids") or []
    return (yield from joined_transcripts(ids)) if ids else str(parameters["input_text"])


def _length(parameters: Parameters) -> str:
    """The longest output in words, which every model understands; its own setting has many names."""
    tokens = parameters.get("max_output_size")
    return f"\n\nWrite at most {max(1, round(tokens * _WORDS_PER_TOKEN)):,} words." if tokens else ""


def _present(text: str) -> str:
    if not text.strip():
        raise LanguageModelError("The language model answered without any text.")
    return text
