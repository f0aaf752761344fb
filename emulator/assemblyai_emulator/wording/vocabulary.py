"""Sets of words, written as plain text."""


def vocabulary(text: str) -> frozenset[str]:
    """The set of the words in a text: thirty words are easier to read on one line than on thirty."""
    return frozenset(text.split())
