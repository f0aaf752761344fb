"""Names of people who are introduced ("my name is ..."), and every other mention of the same names."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.speaker_text import FILLER, WORD, SpeakerText, whole_words
from assemblyai_emulator.wording.vocabulary import vocabulary

_NO_NAME = vocabulary(
    "a an the and or but so i i'm i'll i've you you're he she it it's we we're they this that these those my your "
    "his her our their is am are was were be been do did have has had not no yes yeah okay ok well um uh oh "
    "in on at to from with of by for about as if when who what where how why because just very really here "
    "there now then also still going calling speaking looking trying working live work can could will would "
    "should may might must please thank thanks hello hi good great fine sorry sure right only all some one "
    "double triple"
)
"""Words that end a name, or show that none was said. The decoder's words have no capitals that would tell."""

_NAME = rf"(?P<hit>{WORD}(?: {WORD})?)"
_PAUSE = rf"(?: (?:{FILLER}|\|)){{0,3}}"
"""As in "My name is, um, Diane."."""

_INTRODUCED = (
    whole_words(rf"(?:my|his|her|the) (?:full )?name(?: is|'s){_PAUSE} {_NAME}"),
    whole_words(rf"(?:my|his|her) name's{_PAUSE} {_NAME}"),
    whole_words(rf"(?:first|last|given|family|maiden) name is{_PAUSE} {_NAME}"),
    whole_words(
        rf"(?:this is|i'm|i am)(?: {FILLER}){{0,3}} (?P<hit>[^ |]+(?: [^ |]+)?) (?:speaking|calling|from)"
    ),
    whole_words(rf"(?:speaking|talking) (?:with|to) (?P<hit>{WORD}) (?:today|speaking|calling|from)"),
    # One word only: after a title and a name, a verb is as likely as a second name.
    whole_words(rf"(?:mr|mrs|ms) (?P<hit>{WORD})"),
)
_SHORTEST_MENTION = 3
"""Characters. A shorter part of a name is not looked for again: it is more likely to be some other word."""

KINDS = ("person_name",)


def find(speakers: Sequence[SpeakerText]) -> Iterator[Finding]:
    """Find "my name is Diane Miller", "this is Diane from ...", "Mr. Miller", and every other "Diane"."""
    introduced = list(_introduced(speakers))
    yield from (speaker.finding("person_name", start, end) for speaker, start, end in introduced)
    known = {
        word
        for speaker, start, end in introduced
        for word in speaker.text[start:end].split()
        if len(word) >= _SHORTEST_MENTION
    }
    for speaker in speakers:
        yield from _mentions(speaker, known)


def _introduced(speakers: Sequence[SpeakerText]) -> Iterator[tuple[SpeakerText, int, int]]:
    for speaker in speakers:
        for pattern in _INTRODUCED:
            for match in pattern.finditer(speaker.text):
                name = _name(match["hit"])
                if name:
                    yield speaker, match.start("hit"), match.start("hit") + len(name)


def _name(said: str) -> str:
    """The words before the first one that cannot be part of a name."""
    words = said.split()
    end = next((i for i, word in enumerate(words) if word in _NO_NAME or word[0].isdigit()), len(words))
    return " ".join(words[:end])


def _mentions(speaker: SpeakerText, known: set[str]) -> Iterator[Finding]:
    for word, index in zip(speaker.words, speaker.indexes, strict=True):
        if word.removesuffix("'s") in known:
            yield Finding("person_name", (index,))
