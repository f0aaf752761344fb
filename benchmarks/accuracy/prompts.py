"""Studio recordings: the prompts of the Asterisk telephone system, with the text that the speaker was given.

In Debian's packages, CC-BY-SA 3.0: Allison Smith (English, Spanish) and June Wallack (French). The text has
slips of its own ("umute", Spanish without accents, now and then a phrase that was not recorded so): they count as wrong
words.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy.audio import wav_of_g722
from benchmarks.accuracy.debian_package import files
from benchmarks.accuracy.download import Source
from benchmarks.accuracy.recording import Recording

_POOL = "https://deb.debian.org/debian/pool/main/a/asterisk-core-sounds"
_SUMS = {
    "en": (
        "973e797d28e37fa6ca3c0a9d6fa717e77cf1268ae916bf09fd3503113cdffa50",
        "38c5261820b406dcb0ecb37675720da2b0864850690690352ca52707eb623806",
    ),
    "es": (
        "9afdab7f559f036649fb406e625899306ca1004df8ebe39c30bfbd5912d66f74",
        "e4e3b4281057d3b81b779298fd6be705f57411513955c518eed1bcaabbd615b8",
    ),
    "fr": (
        "04c82c78c570c43a7136cbc5e2488d0c470b775468dff9fbce4a131b18cf1056",
        "7add61d5e42279ecff1bbdf842a5a946ac3644fac9a0fe44384731aa7270c8e0",
    ),
}
"""SHA-256 of the package with the text and of the one with the sound."""

_FEWEST_WORDS = 8
_WORDS_ALONE = re.compile(r"[\w\s.,;:!?'\"\u2019\u201c\u201d\u2026-]+")
"""Text that is read out as it is written, unlike "[beep]" and "press # or *"."""


def recordings(language: str, folder: Path, every: int = 1) -> list[Recording]:
    """The prompts of at least eight words, in order of their names; only the first of each `every`."""
    text_package, sound_package = (
        Source(f"{_POOL}/asterisk-core-sounds-{language}{kind}_1.6.1-1_all.deb", sha256)
        for kind, sha256 in zip(("", "-g722"), _SUMS[language], strict=True)
    )
    [packed] = files(text_package.fetch(folder), lambda name: name.endswith(".txt.gz")).values()
    texts = dict(sorted(spoken(gzip.decompress(packed).decode("utf-8-sig")))[::every])
    sounds = files(sound_package.fetch(folder), lambda name: name.endswith(".g722"))
    by_name = {name.split("/", 5)[-1].removesuffix(".g722"): data for name, data in sounds.items()}
    return [
        Recording(name, wav_of_g722(by_name[name]), text) for name, text in texts.items() if name in by_name
    ]


def spoken(listing: str) -> Iterator[tuple[str, str]]:
    """The name and the text of each prompt that is used. Lines are "name: text"; others are comments."""
    for line in listing.splitlines():
        name, _, text = line.partition(":")
        if len(text.split()) >= _FEWEST_WORDS and _WORDS_ALONE.fullmatch(text):
            yield name.strip().removesuffix(".wav"), text.strip()
