"""An index of what was said: the words of a transcript, folded into terms, and where each term is."""

from collections.abc import Callable, Iterable, Sequence

from assemblyai_tools.api.transcript import Word
from assemblyai_tools.results.folding import is_unspaced


class TermIndex:
    """The words of one transcript, turn by turn in the order they were said, and their terms."""

    def __init__(self, turns: Iterable[Iterable[Word]], fold: Callable[[str], list[str]]) -> None:
        self.words: list[Word] = []
        self.terms: list[str] = []
        """The words as they are compared; one word may be several terms, or none."""
        self.places: dict[str, list[int]] = {}
        """The places of each term in `terms`."""
        self._word_of: list[int] = []
        """The place of each term's word in `words`."""
        self._turn_of: list[int] = []
        """The number of each term's turn."""
        folded: dict[str, list[str]] = {}  # most words of a long recording were said before
        for turn, words in enumerate(turns):
            for word in words:
                if word.text not in folded:
                    folded[word.text] = fold(word.text)
                self._add(word, folded[word.text], turn)

    def _add(self, word: Word, terms: Iterable[str], turn: int) -> None:
        for term in terms:
            self.places.setdefault(term, []).append(len(self.terms))
            self.terms.append(term)
            self._word_of.append(len(self.words))
            self._turn_of.append(turn)
        self.words.append(word)

    def rows(self, wanted: Sequence[str]) -> list[int]:
        """Where the wanted terms begin, all in a row."""
        if not wanted:
            return []
        rarest = min(range(len(wanted)), key=lambda place: len(self.places.get(wanted[place], ())))
        starts = (place - rarest for place in self.places.get(wanted[rarest], ()))
        return [at for at in starts if at >= 0 and self.terms[at : at + len(wanted)] == list(wanted)]

    def turns(self, start: int, end: int) -> range:
        """The numbers of the turns that a stretch of terms belongs to."""
        return range(self._turn_of[start], self._turn_of[end - 1] + 1)

    def turn_of(self, place: int) -> int:
        """The number of a term's turn."""
        return self._turn_of[place]

    def stretch(self, start: int, end: int) -> Sequence[Word]:
        """The words of a stretch of terms."""
        return self.words[self._word_of[start] : self._word_of[end - 1] + 1]

    def in_order(self, start: int, end: int) -> bool:
        """Whether a stretch is within one turn, or its times show that its words follow each other."""
        if len(self.turns(start, end)) == 1:
            return True
        words = self.stretch(start, end)
        times = [word.start for word in words if word.start is not None]
        return len(times) == len(words) and times == sorted(times)

    def whole_words(self, start: int, end: int) -> bool:
        """Whether a stretch neither begins nor ends within a word. Where words have no spaces, any place is between."""
        return self._between_words(start) and self._between_words(end)

    def _between_words(self, place: int) -> bool:
        return (
            place in {0, len(self.terms)}
            or self._word_of[place - 1] != self._word_of[place]
            or is_unspaced(self.terms[place - 1] + self.terms[place])
        )
