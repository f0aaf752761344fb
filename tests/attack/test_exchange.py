"""The races prove something only if files are exchanged while they are used."""

from collections import Counter

from tests.attack.exchange import exchanging
from tests.attack.files import enough


def test_files_are_exchanged_and_counted(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    other.write_text("other")
    met = set()
    with exchanging((one, other)) as made:
        while len(met) < 2:
            met.add(one.read_text())
    assert made.value
    assert met == {"one", "other"}


def test_an_exchange_that_fails_does_not_count(tmp_path):
    with exchanging((tmp_path / "none", tmp_path / "neither")) as made:
        pass
    assert made.value == 0


def test_races_without_exchanges_do_not_hold():
    enough_of_all = Counter(dict.fromkeys(("exchanges", "uploads allowed", "uploads refused"), 1_000))
    enough_of_all |= Counter({"writes allowed": 100, "writes refused": 100})
    assert all(figure.is_good for figure in enough(enough_of_all))
    for what in enough_of_all:
        assert sum(not figure.is_good for figure in enough(enough_of_all - Counter({what: 1_000}))) == 1
