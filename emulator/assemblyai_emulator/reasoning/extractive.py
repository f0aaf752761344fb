"""The default reasoner: answers with quotes found by words and meaning, offline and without a language model."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assemblyai_emulator.reasoning.action_items import ActionItem, action_items
from assemblyai_emulator.reasoning.answer_format import Form, requested_form
from assemblyai_emulator.reasoning.evidence import find_evidence, supported_options, unsaid_words
from assemblyai_emulator.reasoning.layout import EMPTY, Draft, render, word_count
from assemblyai_emulator.reasoning.material import Material
from assemblyai_emulator.reasoning.passages import Passage, to_passages
from assemblyai_emulator.reasoning.reasoner import Answer, Options, Question, QuestionAnswer, context_text
from assemblyai_emulator.reasoning.relevance import Relevance
from assemblyai_emulator.reasoning.summary import default_length, main_passages
from assemblyai_emulator.reasoning.terms import query_terms
from assemblyai_emulator.reasoning.turns import Turns

_WANTS_SUMMARY = re.compile(
    r"\bsummar|\btl;?dr\b|\brecap\b|\boverview\b|\b(?:main|key) (?:points|topics|ideas)\b"
)
_NOT_FOUND = "Not found in the recording: no sentence is near enough to the question to be quoted."
_ASKS_FOR_SUMMARY = re.compile(r"\bin summary\b|\bsummari[sz]e\b")
"""What a question for a summary says. One about a summary that somebody is to write says the word, too."""

_WANTS_ACTIONS = re.compile(r"\baction items?\b|\bto-?dos?\b|\bnext steps?\b|\bfollow[- ]?ups?\b")


class ExtractiveReasoner:
    """Quotes the material. It never rephrases, concludes or adds anything about the content.

    A token is a word here: `max_output_size` limits words, and the counts in answers are counts of words.
    `temperature` and `final_model` have no effect, because there is no model.
    Questions of several accounts take turns, and a question takes some seconds at most.
    """

    def __init__(self) -> None:
        self._turns = Turns()

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Quote the sentences nearest to the prompt, or a summary or action items if the prompt asks for them."""
        return await self._turns.run(_task, prompt, material, options)

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Quote the sentences that say most about the whole material, in time order."""
        return await self._turns.run(_summarize, material, options)

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Quote the evidence for each question, and name the answer option that the evidence supports."""
        searched = await self._turns.run(_searched, material)
        # A turn for each, so that no request holds the thread for long.
        return [
            await self._turns.run(_answer_question, question, material, searched, options)
            for question in questions
        ]

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """Quote the sentences that read as a promise, request, need or agreement, with their deadlines."""
        return await self._turns.run(_extract_action_items, material, options)


def _task(prompt: str, material: Material, options: Options) -> Answer:
    if _WANTS_ACTIONS.search(prompt.lower()):
        return _extract_action_items(material, options, prompt)
    if _WANTS_SUMMARY.search(prompt.lower()):
        return _summarize(material, options, prompt)
    passages = to_passages(material)
    form = _form(options, prompt)
    chosen = find_evidence(
        prompt, query_terms(context_text(options.context)), passages, Relevance(passages), form.count
    )
    nothing = (
        "No sentence of the transcript is near enough to the prompt to be quoted. "
        "Work beyond finding sentences needs a language model: start the emulator with --llm-url."
    )
    findings = _gaps(prompt, passages) if chosen else [nothing]
    return _answer(prompt, material, options, Draft(findings, _quoted(chosen), form))


def _summarize(material: Material, options: Options, prompt: str = "") -> Answer:
    passages = to_passages(material)
    form = _form(options, prompt)
    focus = query_terms(f"{prompt} {context_text(options.context)}")
    chosen = main_passages(passages, focus, form.count or default_length(len(passages)))
    findings = [] if chosen else ["No sentence says enough on its own to be quoted as a main point."]
    return _answer(prompt, material, options, Draft(findings, _quoted(chosen), form))


def _extract_action_items(material: Material, options: Options, prompt: str = "") -> Answer:
    form = _form(options, f"bullet points {prompt}")
    items = action_items(to_passages(material))[: form.count]
    findings = (
        ["Found by wording, so some may be chatter and others may be missing."]
        if items
        else ["No sentence reads as a promise, a request, a need or an agreement."]
    )
    return _answer(prompt, material, options, Draft(findings, [item.quoted() for item in items], form))


def _searched(material: Material) -> tuple[Sequence[Passage], Relevance]:
    passages = to_passages(material)
    return passages, Relevance(passages)


def _answer_question(
    question: Question, material: Material, searched: tuple[Sequence[Passage], Relevance], options: Options
) -> QuestionAnswer:
    passages, relevance = searched
    form = requested_form(question.answer_format)
    context = f"{context_text(options.context)} {context_text(question.context)}"
    asked = question.question.lower()
    gaps: list[str] = []
    if _WANTS_ACTIONS.search(asked):
        items = action_items(passages)[: form.count]
        chosen, lines = [item.passage for item in items], [_item_line(item, form) for item in items]
    elif _ASKS_FOR_SUMMARY.search(asked):
        chosen = main_passages(passages, query_terms(context), form.count or default_length(len(passages)))
        lines = _quoted(chosen)
    else:
        chosen = find_evidence(question.question, query_terms(context), passages, relevance, form.count)
        lines, gaps = _quoted(chosen), _gaps(question.question, passages)
    findings = [*_verdict(question, chosen), *gaps] if chosen else [_NOT_FOUND]
    answer = _answer(f"{question.question} {context}", material, options, Draft(findings, lines, form))
    quotes = tuple(passage.line.text for passage in chosen)
    return QuestionAnswer(question.question, answer.text, answer.input_tokens, answer.output_tokens, quotes)


def _item_line(item: ActionItem, form: Form) -> str:
    return item.columns() if form.columns else item.quoted()


def _form(options: Options, prompt: str) -> Form:
    """The shape requested in answer_format; without one, in the prompt itself, and then there is no note."""
    if options.answer_format:
        return requested_form(options.answer_format)
    return replace(requested_form(prompt), note=None)


def _verdict(question: Question, chosen: Sequence[Passage]) -> list[str]:
    options = question.answer_options
    if not options:
        return []
    supported = supported_options(options, chosen)
    if not supported:
        return [f"None of the answer options ({', '.join(options)}) is supported by the quotes."]
    if len(supported) > 1:
        return [f"Answer options supported equally: {', '.join(supported)}"]
    return [f"Answer option best supported: {supported[0]}"]


def _gaps(question: str, passages: Sequence[Passage]) -> list[str]:
    """The question's words that nobody said: the best warning that the quotes may miss the point."""
    words = unsaid_words(question, passages)
    return [f"Never said in the transcript: {', '.join(words)}."] if words else []


def _quoted(chosen: Sequence[Passage]) -> list[str]:
    return [passage.quoted() for passage in chosen]


def _answer(request: str, material: Material, options: Options, draft: Draft) -> Answer:
    content = draft if material.word_count else replace(draft, findings=[EMPTY])
    text = render(content, options.max_output_size)
    return Answer(text, material.word_count + word_count(request), word_count(text))
