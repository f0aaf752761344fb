from benchmarks.rounds import medians


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
