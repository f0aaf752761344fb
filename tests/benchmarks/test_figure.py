import pytest
from benchmarks.figure import Figure, Goal


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("most", 2.0), True),
        (Goal("most", 1.9), False),
        (Goal("least", 2.0), True),
        (Goal("most", 0.25, "peer"), True),
        (Goal("least", 0.3, "peer"), False),
        (Goal("most", 1.0, "nobody"), None),
        (None, None),
    ],
)
def test_a_goal_is_about_the_number_or_about_its_ratio_to_a_peer(goal, met):
    figure = Figure("lag", "s", 2.0, {"peer": 8.0, "nobody": None}, goal)
    assert figure.met is met


def test_its_json_holds_the_ratios_and_what_became_of_the_goal():
    figure = Figure("lag", "s", 2.0, {"peer": 8.0, "nobody": None}, Goal("most", 1))
    assert figure.to_json() == {
        "what": "lag",
        "unit": "s",
        "ours": 2.0,
        "peers": {"peer": 8.0, "nobody": None},
        "goal": {"kind": "most", "value": 1, "of": ""},
        "note": "",
        "ratios": {"peer": 0.25, "nobody": None},
        "met": False,
    }
