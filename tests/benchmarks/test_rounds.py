from threading import Barrier

from benchmarks.rounds import at_once, medians


def side(name, values, order):
    left = iter(values)

    def measure():
        order.append(name)
        return {"wall": next(left)}

    return measure


def test_sides_run_in_turns_and_give_their_medians():
    order = []
    sides = {"a": side("a", [9, 1, 2], order), "b": side("b", [3, 5, 4], order)}
    assert medians(3, sides) == {"a": {"wall": 2}, "b": {"wall": 4}}
    assert order == ["a", "b"] * 3


def test_a_first_round_to_warm_up_is_not_counted():
    assert medians(1, {"a": side("a", [100, 1], [])}, warm=True) == {"a": {"wall": 1}}


def test_a_side_that_takes_long_may_run_in_fewer_rounds_between_those_that_are_quick():
    order = []
    sides = {"quick": side("quick", [9, 1, 2], order), "long": side("long", [3], order)}
    assert medians(3, sides, fewer={"long": 1}) == {"quick": {"wall": 2}, "long": {"wall": 3}}
    assert order == ["quick", "long", "quick", "quick"]


def test_a_side_of_fewer_rounds_is_warmed_up_as_well():
    sides = {"quick": side("quick", [100, 1, 3], []), "long": side("long", [100, 5], [])}
    assert medians(2, sides, warm=True, fewer={"long": 1}) == {"quick": {"wall": 2}, "long": {"wall": 5}}


def test_calls_at_once_overlap_and_are_given_in_their_order():
    both = Barrier(2, timeout=10)
    assert at_once([lambda: (both.wait(), "a")[1], lambda: (both.wait(), "b")[1], lambda: "c"], most=2) == [
        "a",
        "b",
        "c",
    ]
