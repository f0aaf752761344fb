"""Decides which words of a transcript are personal data, and replaces them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from assemblyai_emulator.findings import finders, numbers
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.wording.phrases import edges, phrase
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word

_HASH = "####"
"""The service writes one "#" for each character. For a number spoken as words that would reveal too much ("five" and
"nine" have four letters, "one" and "two" three), so every hidden word gets four, as in the service's examples."""


def labels(words: Sequence[Word], features: Mapping[str, Any]) -> dict[int, str]:
    """The index and label of each word that `redact_pii_policies` or `redact_static_entities` hide.

    Digits are looked for both within sentences and across them: to hide a word too many does no harm.
    """
    policies: list[str] = features.get("redact_pii_policies") or []
    hidden: dict[int, str] = {}
    for finding in finders.find(words):
        _hide(hidden, finding, _policy(finding.kind, policies))
    for finding in finders.find_digits_across_sentences(words):
        _hide(hidden, finding, _policy(finding.kind, policies) or _adjoining_label(hidden, finding))
    for label, index in _static(words, features.get("redact_static_entities") or {}):
        hidden.setdefault(index, label)
    return hidden


def redacted(words: Sequence[Word], hidden: Mapping[int, str], redact_pii_sub: str) -> list[Word]:
    """The words with each hidden one replaced by a tag ("[PHONE_NUMBER]") or a hash; times are unchanged."""
    ends = set(accumulate(len(sentence) for sentence in split_sentences(words)))
    return [
        _replaced(word, hidden[index], redact_pii_sub, ends_sentence=index + 1 in ends)
        if index in hidden
        else word
        for index, word in enumerate(words)
    ]


def _hide(hidden: dict[int, str], finding: Finding, label: str) -> None:
    for index in finding.indexes if label else ():
        hidden.setdefault(index, label)


def _adjoining_label(hidden: Mapping[int, str], finding: Finding) -> str:
    """The label of an already hidden number that shares a word with these digits; empty if there is none."""
    known = (hidden.get(index, "") for index in finding.indexes)
    return next((label for label in known if label in numbers.KINDS), "")


def _policy(kind: str, policies: Sequence[str]) -> str:
    """The policy that hides this kind; empty if none does."""
    if kind in policies:
        return kind
    # The kind of a digit run is a guess, so number_sequence hides all of them.
    return "number_sequence" if kind in numbers.KINDS and "number_sequence" in policies else ""


def _replaced(word: Word, label: str, redact_pii_sub: str, *, ends_sentence: bool) -> Word:
    before, after = edges(word.text)
    if not ends_sentence:
        # The full stop of a spelled letter ("b.") would end a sentence once the letter is replaced.
        after = after.replace(".", "")
    tag = _HASH if redact_pii_sub == "hash" else f"[{label.upper().replace(' ', '_')}]"
    return replace(word, text=f"{before}{tag}{after}")


def _static(words: Sequence[Word], entities: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """The label and index of each word in one of the caller's terms. Case, spaces and hyphens are ignored."""
    terms = {_letters(term): label for label, terms in entities.items() for term in terms}
    longest = max(map(len, terms), default=0)
    letters = [_letters(word.text) for word in words]
    for start in range(len(words)):
        joined = ""
        for end in range(start, len(words)):
            joined += letters[end]
            if len(joined) > longest or not letters[start]:
                break
            if joined in terms:
                yield from ((terms[joined], index) for index in range(start, end + 1))


def _letters(text: str) -> str:
    return "".join(phrase(text)).removesuffix("'s").replace("-", "")
