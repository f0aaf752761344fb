import pytest

from assemblyai_tools.naming import closest, shortened


def test_a_name_is_shown_whole_or_with_the_mark_of_a_cut():
    assert shortened("x" * 80) == "x" * 80
    assert shortened("x" * 81) == "x" * 80 + "..."


@pytest.mark.parametrize(
    ("name", "found"), [("transcibe", "transcribe"), ("zzz", None), ("transcribe" * 10, None)]
)
def test_the_known_name_that_was_probably_meant(name, found):
    assert closest(name, iter(["transcribe", "summarize"])) == found
