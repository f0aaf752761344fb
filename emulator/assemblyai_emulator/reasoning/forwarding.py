"""A reasoner that asks a language model, on any server with OpenAI's chat completions API."""

import asyncio
from collections.abc import Sequence

from assemblyai_emulator.reasoning import prompts
from assemblyai_emulator.reasoning.answer_options import chosen_option, none_chosen
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.material import Material
from assemblyai_emulator.reasoning.message_text import message_text
from assemblyai_emulator.reasoning.reasoner import Answer, Options, Question, QuestionAnswer

QUESTIONS_AT_ONCE = 4
"""Concurrent questions: enough to keep a server busy. More would only wait in its queue, and some servers refuse
them."""

_Messages = list[dict[str, str]]


class ForwardingReasoner:
    """Sends each request to the server that the user started.

    The configured `model` always answers: Options.final_model names a model of the API, which this server may not
    have. Token counts are the server's, and 0 if it reports none.
    """

    def __init__(self, server: ChatServer, model: str) -> None:
        self._server = server
        self._model = model

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Give the model the prompt and the material; raises ReasoningUnavailableError."""
        return await self._ask(_messages(prompts.task(prompt, options), material), options)

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Have the model summarize; raises ReasoningUnavailableError."""
        return await self._ask(_messages(prompts.summary(options), material), options)

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Ask each question in a request of its own, so that answers cannot be mixed up.

        A few requests run at once. If one fails, the others are cancelled. Raises ReasoningUnavailableError.
        """
        limit = asyncio.Semaphore(QUESTIONS_AT_ONCE)

        async def answered(question: Question) -> QuestionAnswer:
            async with limit:
                return await self._answer(question, material, options)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(answered(question)) for question in questions]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return [task.result() for task in tasks]

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """Have the model list the action items; raises ReasoningUnavailableError."""
        return await self._ask(_messages(prompts.action_items(options), material), options)

    async def _answer(self, question: Question, material: Material, options: Options) -> QuestionAnswer:
        messages = _messages(prompts.question(question, options), material)
        answer = await self._ask(messages, options)
        if question.answer_options:
            answer = await self._chosen(answer, question.answer_options, messages, options)
        return QuestionAnswer(question.question, answer.text, answer.input_tokens, answer.output_tokens)

    async def _chosen(
        self, answer: Answer, offered: Sequence[str], messages: _Messages, options: Options
    ) -> Answer:
        """The chosen option, after a second request if necessary; otherwise a text that says that it is none."""
        option = chosen_option(answer.text, offered)
        if option is not None:
            return Answer(option, answer.input_tokens, answer.output_tokens)
        reminder = {"role": "user", "content": prompts.options_reminder(offered)}
        first = {"role": "assistant", "content": answer.text}
        second = await self._ask([*messages, first, reminder], options)
        return Answer(
            chosen_option(second.text, offered) or none_chosen(second.text, offered),
            answer.input_tokens + second.input_tokens,
            answer.output_tokens + second.output_tokens,
        )

    async def _ask(self, messages: _Messages, options: Options) -> Answer:
        completion = await self._server.complete(
            {
                "model": self._model,
                "messages": messages,
                "max_tokens": options.max_output_size,
                "temperature": options.temperature,
            }
        )
        text = message_text(completion.choices[0], self._server.address)
        return Answer(text, completion.usage.prompt_tokens, completion.usage.completion_tokens)


def _messages(instruction: str, material: Material) -> _Messages:
    return [
        {"role": "system", "content": prompts.SYSTEM},
        {"role": "user", "content": f"{instruction}\n\n{prompts.delimited(material)}"},
    ]
