"""Which words of a transcript are to be hidden, and what is written in their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from assemblyai_emulator.findings import finders, numbers
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.wording.phrases import edges, phrase
from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word

# The service writes one "#" for each character. Of a number that was spoken as words that would tell too much
# ("five" and "nine" have four letters, "one" and "two" three), so every hidden word gets as many as its examples show.
_HASH = "####"


def labels(words: Sequence[Word], features: Mapping[str, Any]) -> dict[int, str]:
    """The place of each word that `redact_pii_policies` or `redact_static_entities` hide, and its label.

    Digits are hidden by both ways of reading them, within sentences and across: a word too many does no harm.
    """
    policies: list[str] = features.get("redact_pii_policies") or []
    hidden: dict[int, str] = {}
    for finding in finders.find(words):
        _hide(hidden, finding, _policy(finding.kind, policies))
    for finding in finders.find_digits_across_sentences(words):
        _hide(hidden, finding, _policy(finding.kind, policies) or _number(hidden, finding))
    for label, index in _static(words, features.get("redact_static_entities") or {}):
        hidden.setdefault(index, label)
    return hidden


def redacted(words: Sequence[Word], hidden: Mapping[int, str], redact_pii_sub: str) -> list[Word]:
    """The words with one tag ("[PHONE_NUMBER]") or one hash in the place of each hidden one; times stay."""
    ends = set(accumulate(len(sentence) for sentence in split_sentences(words)))
    return [
        _tagged(word, hidden[index], redact_pii_sub, ends_sentence=index + 1 in ends)
        if index in hidden
        else word
        for index, word in enumerate(words)
    ]


def _hide(hidden: dict[int, str], finding: Finding, label: str) -> None:
    for index in finding.indexes if label else ():
        hidden.setdefault(index, label)


def _number(hidden: Mapping[int, str], finding: Finding) -> str:
    """The label of a number that is hidden already and that these digits go on with; empty if there is none."""
    own = (hidden.get(index, "") for index in finding.indexes)
    return next((label for label in own if label in numbers.KINDS), "")


def _policy(kind: str, policies: Sequence[str]) -> str:
    """The policy that hides the kind; empty if none does."""
    if kind in policies:
        return kind
    # Which number a run of digits is, is a guess: who wants sequences hidden gets them all.
    return "number_sequence" if kind in numbers.KINDS and "number_sequence" in policies else ""


def _tagged(word: Word, label: str, redact_pii_sub: str, *, ends_sentence: bool) -> Word:
    before, after = edges(word.text)
    if not ends_sentence:
        # The stop of a spelled letter ("b.") would end a sentence once the letter is gone.
        after = after.replace(".", "")
    tag = _HASH if redact_pii_sub == "hash" else f"[{label.upper().replace(' ', '_')}]"
    return replace(word, text=f"{before}{tag}{after}")


def _static(words: Sequence[Word], entities: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Each word that belongs to one of the caller's own terms; case, spaces and hyphens do not matter."""
    terms = {_letters(term): label for label, terms in entities.items() for term in terms}
    longest = max(map(len, terms), default=0)
    spoken = [_letters(word.text) for word in words]
    for start in range(len(words)):
        said = ""
        for end in range(start, len(words)):
            said += spoken[end]
            if len(said) > longest or not spoken[start]:
                break
            if said in terms:
                yield from ((terms[said], index) for index in range(start, end + 1))


def _letters(text: str) -> str:
    return "".join(phrase(text)).removesuffix("'s").replace("-", "")
