import pytest

from assemblyai_emulator.findings.speaker_text import speaker_texts
from assemblyai_emulator.wording.phrases import edges


@pytest.fixture
def found(say):
    """Runs one module's search over a text; each finding is (kind, text without the punctuation around it)."""

    def finding(module, text: str, *, across_sentences: bool = False) -> list[tuple[str, str]]:
        words = say(text)
        findings = module.find(speaker_texts(words, across_sentences=across_sentences))
        return [(one.kind, _text([words[index].text for index in one.indexes])) for one in findings]

    return finding


def _text(texts: list[str]) -> str:
    before, after = edges(texts[0])[0], edges(texts[-1])[1]
    return " ".join(texts).removeprefix(before).removesuffix(after)
