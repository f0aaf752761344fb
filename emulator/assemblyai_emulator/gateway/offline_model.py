"""The default model: it quotes the text it is given, and knows nothing else."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Chunk, Description, Reply
from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.json_shape import PairsShape, Shape, TextShape, requested_shape
from assemblyai_emulator.gateway.prompt import prompt_and_text
from assemblyai_emulator.gateway.published_models import is_published
from assemblyai_emulator.gateway.stream import parts
from assemblyai_emulator.reasoning.layout import CUT_MARK
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.reasoner import Options, Question, QuestionAnswer, Reasoner

NAME = "offline-extractive"
_CONTEXT_WORDS = 150_000
"""Words: ten hours of fast speech. Nothing limits what the model reads, but the catalogue needs a number."""

_LIST_MARKER = re.compile(r"^\s*(?:[-*\u2022]|\d+[.)])\s*")
_FORM = re.compile(r"\((?:answer )?format: ([^()]*)\)", re.IGNORECASE)
"""How a line says in which form its question is to be answered."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


class OfflineModel:
    """Answers with `reasoner`, for which a token is a word.

    It ignores the earlier turns of a conversation, and the temperature.
    """

    def __init__(self, reasoner: Reasoner) -> None:
        self._reasoner = reasoner

    @property
    def description(self) -> Description:
        return Description(
            id=NAME,
            name="Offline extractive answers",
            description=(
                "No language model: it answers with quotes from the text in the prompt, found by rules. "
                "Start the emulator with --llm-url to ask a model instead."
            ),
            supported_parameters=("max_tokens", "response_format", "stream", "temperature", "top_p"),
            context_length=_CONTEXT_WORDS,
            max_output_tokens=_CONTEXT_WORDS,
            ignored_parameters=("temperature", "top_p"),
        )

    def knows(self, name: str) -> bool:
        """Also the names of the service's models: a client that works there must work here."""
        return name == NAME or is_published(name)

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        shape = requested_shape(chat.options.get("response_format"))
        prompt, text = prompt_and_text(chat.messages, transcript_text)
        material = Material((Source.from_text(text),))
        if isinstance(shape, PairsShape):
            return await self._pairs(shape, prompt, material, chat)
        answer = await self._reasoner.task(prompt, material, Options(max_output_size=chat.max_tokens))
        return _reply(_in_shape(shape, answer.text), answer.input_tokens, answer.output_tokens)

    async def stream(self, chat: Chat, transcript_text: str | None) -> AsyncIterator[Chunk]:
        """The whole answer is known before its first part."""
        return parts(await self.complete(chat, transcript_text))

    async def _pairs(self, shape: PairsShape, prompt: str, material: Material, chat: Chat) -> Reply:
        questions = _questions(prompt)
        if not questions:
            raise InvalidRequestError(
                "response_format asks for questions and answers, but the prompt holds no question: "
                "write each on a line of its own, with a question mark"
            )
        options = Options(max_output_size=max(chat.max_tokens // len(questions), 1))
        answers = await self._reasoner.answer_questions(questions, material, options)
        return _reply(
            _pairs_json(shape, answers),
            sum(answer.input_tokens for answer in answers),
            sum(answer.output_tokens for answer in answers),
        )


def _reply(text: str, input_tokens: int, output_tokens: int) -> Reply:
    finish_reason = "length" if CUT_MARK in text else "stop"
    message = {"role": "assistant", "content": text.replace(CUT_MARK, "")}
    return Reply(message, finish_reason, input_tokens, output_tokens)


def _in_shape(shape: Shape | None, text: str) -> str:
    return json.dumps({shape.name: text}, ensure_ascii=False) if isinstance(shape, TextShape) else text


def _pairs_json(shape: PairsShape, answers: list[QuestionAnswer]) -> str:
    pairs: list[dict[str, Any]] = [
        {
            "question": answer.question,
            "answer": answer.answer,
            **({"quotes": list(answer.quotes)} if shape.quotes else {}),
        }
        for answer in answers
    ]
    content: Any = pairs if shape.name is None else {shape.name: pairs}
    return json.dumps(content, ensure_ascii=False)


def _questions(prompt: str) -> list[Question]:
    """The sentences that end with a question mark, without their list markers, and the form that the line asks for."""
    return [
        Question(sentence.strip(), answer_format=form and form[1])
        for line in prompt.splitlines()
        for form in [_FORM.search(line)]
        for sentence in _SENTENCE_END.split(_LIST_MARKER.sub("", _FORM.sub("", line)))
        if sentence.rstrip().endswith("?")
    ]
