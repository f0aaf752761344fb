import pytest
from benchmarks.figure import Figure, Goal
from benchmarks.table import markdown, number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5064, "0.51"),
        (0.00343, "0.0034"),
        (2.0, "2"),
        (1.989, "1.99"),
        (16.41, "16.4"),
        (1_780_660, "1,780,660"),
    ],
)
def test_a_number_has_as_many_places_as_it_needs(value, text):
    assert number(value) == text


def test_a_section_is_a_table_with_ratios_and_goals_and_without_peers_that_were_not_measured():
    figures = [
        Figure("lag", "s", 0.5, {"SDK": 1.5, "curl": None}, Goal("most", 0.6), "200 jobs"),
        Figure("time", "s", 2.0, {"SDK": 4.0}, Goal("most", 0.25, "SDK")),
        Figure("looks", "requests", None),
    ]
    assert markdown({"waiting": figures}, {"system": "Linux"}) == (
        "- system: Linux\n\n"
        "### Waiting\n\n"
        "| what | ours | beside | goal |\n"
        "| --- | --- | --- | --- |\n"
        "| lag | 0.5 s (200 jobs) | SDK: 1.50 (0.33x) | at most 0.6: met |\n"
        "| time | 2 s | SDK: 4 (0.5x) | at most 0.25x SDK: **missed** |\n"
        "| looks | not measured |  |  |\n"
    )
