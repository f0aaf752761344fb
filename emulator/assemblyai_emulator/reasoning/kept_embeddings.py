"""The embeddings of the last transcripts, kept for the next question."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b

from assemblyai_emulator.reasoning.embeddings import Encoded


class KeptEmbeddings:
    """Keeps at most `most_bytes`; those that were not used for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[bytes, Encoded] = OrderedDict()

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(one.size for one in self._kept.values())

    def find(self, texts: Sequence[str]) -> Encoded | None:
        """The embeddings of these texts, if they are kept."""
        key = _key(texts)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, texts: Sequence[str], read: Encoded) -> None:
        self._kept[_key(texts)] = read
        while self.size > self._most_bytes:
            self._kept.popitem(last=False)


def _key(texts: Sequence[str]) -> bytes:
    """A digest, so that the texts themselves are not kept."""
    digest = blake2b(digest_size=16)
    for text in texts:
        encoded = text.encode(errors="surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.digest()
