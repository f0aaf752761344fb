"""Splits words into sentences, utterances and paragraphs, and merges the words of several channels."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assemblyai_emulator.wording import pauses
from assemblyai_emulator.wording.capitalization import sentence_case
from assemblyai_emulator.wording.questions import is_question
from assemblyai_emulator.wording.scripts import ends_sentence
from assemblyai_emulator.wording.vocabulary import vocabulary
from assemblyai_emulator.wording.words import Word

PARAGRAPH_PAUSE_MS = 1500
"""A pause this long ends a paragraph."""

PARAGRAPH_SENTENCES = 5
"""The most sentences in a paragraph."""

_CLOSING = "\"')]}\u201d\u2019"
_TITLES = vocabulary("mr. mrs. ms. messrs. dr. prof. rep. st.")
"""A name follows these, so only a long pause after one ends a sentence."""

_ABBREVIATIONS = _TITLES | vocabulary("jr. sr. co. corp. inc. ltd. vs. etc. al. no. jan. mass.")


def compose(heard: Sequence[Word], *, punctuate: bool = True, format_text: bool = True) -> list[Word]:
    """Punctuate and capitalize the words of a decoder. Times and confidences do not change.

    `heard` is one channel's lower-case words in order of time. `punctuate` ends each sentence with a full stop
    or a question mark, `format_text` capitalizes. No word is added, dropped or written as a number.
    https://www.assemblyai.com/docs/speech-to-text/pre-recorded-audio
    """
    return [
        replace(word, text=text)
        for sentence in pauses.split_into_sentences(heard)
        for word, text in zip(sentence, _written(sentence, punctuate, format_text), strict=True)
    ]


def split_sentences(words: Sequence[Word]) -> list[list[Word]]:
    """Split where the speaker or channel changes, and at terminal punctuation, or at pauses if there is none.

    In punctuated text a pause that ends a paragraph ends a sentence too if a capital letter follows: recognizers
    leave out a full stop now and then.
    """
    punctuated = any(_is_terminal(word.text) for word in words)
    split = _split_at_punctuation if punctuated else pauses.split_into_sentences
    return [sentence for run in split_utterances(words) for sentence in split(run)]


def split_utterances(words: Sequence[Word]) -> list[list[Word]]:
    """The longest runs of words by one speaker on one channel, in the order of the words."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _same_voice(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def interleave(channels: Sequence[Sequence[Word]]) -> list[Word]:
    """Merge the words of several channels turn by turn, in the order in which the turns start.

    A turn ends at a pause on its own channel, so its words stay together even if someone on another channel
    talks over it. The result is in reading order: times may step back where the channel changes.
    """
    turns = [turn for channel in channels for turn in pauses.split_into_turns(channel)]
    return [word for turn in sorted(turns, key=lambda turn: turn[0].start) for word in turn]


def split_paragraphs(words: Sequence[Word]) -> list[list[Word]]:
    """Group sentences up to a long pause or the fifth sentence. The speaker may change within a paragraph."""
    groups: list[list[list[Word]]] = []
    for sentence in split_sentences(words):
        if groups and _continues(groups[-1], sentence):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [[word for sentence in group for word in sentence] for group in groups]


def _written(sentence: Sequence[Word], punctuate: bool, format_text: bool) -> list[str]:
    heard = [word.text for word in sentence]
    texts = sentence_case(heard) if format_text else heard
    if not punctuate:
        return texts
    if is_question(heard):
        return [*texts[:-1], f"{texts[-1]}?"]
    # Initials and titles already end with a full stop.
    return texts if ends_sentence(texts[-1]) else [*texts[:-1], f"{texts[-1]}."]


def _split_at_punctuation(words: Sequence[Word]) -> list[list[Word]]:
    sentences: list[list[Word]] = [[*words[:1]]]
    cased = any(_is_capitalized(word) for word in words)
    for before, word in pairwise(words):
        if _ends_sentence(before, word, opens=_is_capitalized(word) or not cased):
            sentences.append([word])
        else:
            sentences[-1].append(word)
    return sentences


def _ends_sentence(word: Word, following: Word, *, opens: bool) -> bool:
    """Whether a sentence ends with `word`. `opens` says whether `following` could be the first word of the next one.

    An abbreviation ends a sentence only before a pause.
    """
    if _is_terminal(word.text):
        return True
    pause = pauses.gap_ms(word, following)
    if not word.text.endswith("."):
        return pause >= PARAGRAPH_PAUSE_MS and _is_capitalized(following)
    is_title = word.text.lower() in _TITLES
    return opens and pause >= (pauses.TURN_PAUSE_MS if is_title else pauses.SENTENCE_PAUSE_MS)


def _is_capitalized(word: Word) -> bool:
    return next((letter for letter in word.text if letter.isalpha()), "").isupper()


def _is_terminal(text: str) -> bool:
    return ends_sentence(text) and not _is_abbreviation(text.rstrip(_CLOSING))


def _is_abbreviation(text: str) -> bool:
    """Titles and similar, single letters ("B.") and initials ("U.S.")."""
    letters = text.removesuffix(".")
    return text.lower() in _ABBREVIATIONS or (
        text.endswith(".") and ((len(letters) == 1 and letters.isalpha()) or "." in letters[:-1])
    )


def _same_voice(one: Word, other: Word) -> bool:
    return (one.speaker, one.channel) == (other.speaker, other.channel)


def _continues(group: Sequence[Sequence[Word]], sentence: Sequence[Word]) -> bool:
    pause_ms = pauses.gap_ms(group[-1][-1], sentence[0])
    return len(group) < PARAGRAPH_SENTENCES and pause_ms < PARAGRAPH_PAUSE_MS
