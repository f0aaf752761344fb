"""Names of people, where they are introduced in so many words, and wherever they are said again."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.spoken import FILLER, WORD, Spoken, whole_words
from assemblyai_emulator.wording.vocabulary import vocabulary

# The decoder writes every word alike: only these tell where a name ends, or that none was said.
_NO_NAME = vocabulary(
    "a an the and or but so i i'm i'll i've you you're he she it it's we we're they this that these those my your "
    "his her our their is am are was were be been do did have has had not no yes yeah okay ok well um uh oh "
    "in on at to from with of by for about as if when who what where how why because just very really here "
    "there now then also still going calling speaking looking trying working live work can could will would "
    "should may might must please thank thanks hello hi good great fine sorry sure right only all some one "
    "double triple"
)
_NAME = rf"(?P<hit>{WORD}(?: {WORD})?)"
# "My name is, um, Diane."
_PAUSE = rf"(?: (?:{FILLER}|\|)){{0,3}}"
_INTRODUCED = (
    whole_words(rf"(?:my|his|her|the) (?:full )?name(?: is|'s){_PAUSE} {_NAME}"),
    whole_words(rf"(?:my|his|her) name's{_PAUSE} {_NAME}"),
    whole_words(rf"(?:first|last|given|family|maiden) name is{_PAUSE} {_NAME}"),
    whole_words(
        rf"(?:this is|i'm|i am)(?: {FILLER}){{0,3}} (?P<hit>[^ |]+(?: [^ |]+)?) (?:speaking|calling|from)"
    ),
    whole_words(rf"(?:speaking|talking) (?:with|to) (?P<hit>{WORD}) (?:today|speaking|calling|from)"),
    # A verb follows a title's name as often as a second name does.
    whole_words(rf"(?:mr|mrs|ms) (?P<hit>{WORD})"),
)
# Said again, a short word is more likely another one.
_SHORTEST_MENTION = 3

KINDS = ("person_name",)


def find(voices: Sequence[Spoken]) -> Iterator[Finding]:
    """As in "my name is Diane Miller", "this is Diane from ...", "Mr. Miller", and every other "Diane"."""
    introduced = list(_introduced(voices))
    yield from (spoken.finding("person_name", start, end) for spoken, start, end in introduced)
    known = {
        word
        for spoken, start, end in introduced
        for word in spoken.text[start:end].split()
        if len(word) >= _SHORTEST_MENTION
    }
    for spoken in voices:
        yield from _mentions(spoken, known)


def _introduced(voices: Sequence[Spoken]) -> Iterator[tuple[Spoken, int, int]]:
    for spoken in voices:
        for pattern in _INTRODUCED:
            for match in pattern.finditer(spoken.text):
                name = _name(match["hit"])
                if name:
                    yield spoken, match.start("hit"), match.start("hit") + len(name)


def _name(said: str) -> str:
    """The words up to the first that is no name."""
    words = said.split()
    end = next((i for i, word in enumerate(words) if word in _NO_NAME or word[0].isdigit()), len(words))
    return " ".join(words[:end])


def _mentions(spoken: Spoken, known: set[str]) -> Iterator[Finding]:
    for word, index in zip(spoken.readings, spoken.indexes, strict=True):
        if word.removesuffix("'s") in known:
            yield Finding("person_name", (index,))
