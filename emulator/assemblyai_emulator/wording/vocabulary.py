"""Fixed sets of words, written down as plain text."""


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text; a list of thirty words reads better as a line than as thirty lines."""
    return frozenset(text.split())
