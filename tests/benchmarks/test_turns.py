import pytest
from benchmarks.turns import in_turns, in_turns_async


def way(name, order):
    return lambda: order.append(name)


def async_way(name, order):
    async def call():
        order.append(name)

    return call


def test_calls_are_made_in_blocks_and_in_turns_and_each_way_has_its_median():
    order = []
    seen = in_turns({name: way(name, order) for name in "ab"}, blocks=2, calls=3)
    assert order == [*"aaabbbaaabbb"]
    assert seen.keys() == {"a", "b"}


async def test_so_are_those_that_are_awaited():
    order = []
    seen = await in_turns_async({name: async_way(name, order) for name in "ab"}, blocks=2, calls=2)
    assert order == [*"aabbaabb"]
    assert seen.keys() == {"a", "b"}


def test_a_call_that_fails_is_no_measurement():
    with pytest.raises(ZeroDivisionError):
        in_turns({"a": lambda: 1 / 0})
