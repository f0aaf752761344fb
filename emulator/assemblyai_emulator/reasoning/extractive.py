"""The default reasoner: answers with quotes found by rules and BM25, offline and without a language model."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from assemblyai_emulator.reasoning.action_items import action_items
from assemblyai_emulator.reasoning.answer_format import Form, requested_form
from assemblyai_emulator.reasoning.answering import evidence, indexed, supported_options, unheard
from assemblyai_emulator.reasoning.layout import EMPTY, Draft, laid_out, word_count
from assemblyai_emulator.reasoning.material import Material
from assemblyai_emulator.reasoning.quotes import Passage, passages
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.reasoner import Answer, Options, Question, QuestionAnswer, context_text
from assemblyai_emulator.reasoning.summary import main_passages, usual_length
from assemblyai_emulator.reasoning.terms import asked_terms

_WANTS_SUMMARY = re.compile(
    r"\bsummar|\btl;?dr\b|\brecap\b|\boverview\b|\b(?:main|key) (?:points|topics|ideas)\b"
)
_WANTS_ACTIONS = re.compile(r"\baction items?\b|\bto-?dos?\b|\bnext steps?\b|\bfollow[- ]?ups?\b")


class ExtractiveReasoner:
    """Quotes the material; it never rephrases, concludes or adds a word of its own about the content.

    A token is a word here: `max_output_size` limits words, and the counts in answers are of words.
    `temperature` and `final_model` change nothing, for there is no model.
    """

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Quote the sentences nearest to the prompt, or a summary or action items if it asks for those."""
        return await asyncio.to_thread(_task, prompt, material, options)

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Quote the sentences that say most about the whole, in order of time."""
        return await asyncio.to_thread(_summarize, material, options)

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Quote the evidence for each question, and name the answer option that it supports."""
        return await asyncio.to_thread(_answer_questions, questions, material, options)

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """Quote what reads as a promise, a request, a need or an agreement, with its deadline."""
        return await asyncio.to_thread(_extract_action_items, material, options)


def _task(prompt: str, material: Material, options: Options) -> Answer:
    if _WANTS_ACTIONS.search(prompt.lower()):
        return _extract_action_items(material, options, prompt)
    if _WANTS_SUMMARY.search(prompt.lower()):
        return _summarize(material, options, prompt)
    found = passages(material)
    form = _form(options, prompt)
    chosen = evidence(prompt, asked_terms(context_text(options.context)), found, indexed(found), form.count)
    nothing = (
        "No sentence shares a content word with the prompt. "
        "Work beyond finding sentences needs a language model: start the emulator with --llm-url."
    )
    findings = _gaps(prompt, found) if chosen else [nothing]
    return _answer(prompt, material, options, Draft(findings, _quoted(chosen), form))


def _summarize(material: Material, options: Options, prompt: str = "") -> Answer:
    found = passages(material)
    form = _form(options, prompt)
    focus = asked_terms(f"{prompt} {context_text(options.context)}")
    chosen = main_passages(found, focus, form.count or usual_length(len(found)))
    findings = [] if chosen else ["No sentence says enough on its own to be quoted as a main point."]
    return _answer(prompt, material, options, Draft(findings, _quoted(chosen), form))


def _extract_action_items(material: Material, options: Options, prompt: str = "") -> Answer:
    form = _form(options, f"bullet points {prompt}")
    items = action_items(passages(material))[: form.count]
    findings = (
        ["Found by wording, so some may be chatter and others may be missing."]
        if items
        else ["No sentence reads as a promise, a request, a need or an agreement."]
    )
    return _answer(prompt, material, options, Draft(findings, [item.quoted() for item in items], form))


def _answer_questions(
    questions: Sequence[Question], material: Material, options: Options
) -> list[QuestionAnswer]:
    found = passages(material)
    ranking = indexed(found)
    return [_answer_question(question, material, (found, ranking), options) for question in questions]


def _answer_question(
    question: Question, material: Material, searched: tuple[Sequence[Passage], Ranking], options: Options
) -> QuestionAnswer:
    found, ranking = searched
    form = requested_form(question.answer_format)
    context = f"{context_text(options.context)} {context_text(question.context)}"
    chosen = evidence(question.question, asked_terms(context), found, ranking, form.count)
    findings = (
        [*_verdict(question, chosen), *_gaps(question.question, found)]
        if chosen
        else ["No sentence shares a content word with the question, so nothing can be quoted."]
    )
    answer = _answer(
        f"{question.question} {context}", material, options, Draft(findings, _quoted(chosen), form)
    )
    quotes = tuple(passage.line.text for passage in chosen)
    return QuestionAnswer(question.question, answer.text, answer.input_tokens, answer.output_tokens, quotes)


def _form(options: Options, prompt: str) -> Form:
    """The shape asked for in answer_format, else in the prompt's own words, of which no account is given."""
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


def _gaps(asked: str, found: Sequence[Passage]) -> list[str]:
    """Which of the asked words were never said: the reader's best warning that the quotes miss the point."""
    words = unheard(asked, found)
    return [f"Never said in the transcript: {', '.join(words)}."] if words else []


def _quoted(chosen: Sequence[Passage]) -> list[str]:
    return [passage.quoted() for passage in chosen]


def _answer(asked: str, material: Material, options: Options, draft: Draft) -> Answer:
    said = draft if material.word_count else replace(draft, findings=[EMPTY])
    text = laid_out(said, options.max_output_size)
    return Answer(text, material.word_count + word_count(asked), word_count(text))
