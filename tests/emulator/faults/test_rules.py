import json

import pytest

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.faults.fault import Fault
from assemblyai_emulator.faults.rules import Rules


@pytest.fixture
def load(tmp_path):
    def loading(*rows) -> Rules:
        path = tmp_path / "faults.json"
        path.write_text(json.dumps(rows))
        return Rules.load(path)

    return loading


def test_a_rule_lets_some_requests_through_and_then_fails_some(load):
    rules = load({"fault": "503", "after": 1, "times": 2})
    fault = Fault.parse("503")
    found = [rules.next_fault("GET", "/v2/transcript") for _ in range(5)]
    assert found == [None, fault, fault, None, None]


def test_a_rule_without_times_applies_for_ever(load):
    rules = load({"fault": "reset"})
    assert all(rules.next_fault("GET", "/") for _ in range(50))


def test_only_matching_requests_are_counted(load):
    rules = load({"method": "post", "path": "/v2/*", "fault": "500", "times": 1})
    assert rules.next_fault("GET", "/v2/upload") is None
    assert rules.next_fault("POST", "/v1/models") is None
    assert rules.next_fault("POST", "/v2/upload").status == 500
    assert rules.next_fault("POST", "/v2/upload") is None


def test_the_first_rule_that_is_not_used_up_applies(load):
    rules = load({"fault": "429", "times": 1}, {"fault": "500", "times": 1})
    assert [rules.next_fault("GET", "/").status for _ in range(1)] == [429]
    assert rules.next_fault("GET", "/").status == 500
    assert rules.next_fault("GET", "/") is None


def test_without_rules_nothing_fails():
    assert Rules().next_fault("GET", "/") is None


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"fault": "explode"}, r"faults.json: 0.fault: .*'explode' is not a fault"),
        ({"fault": 503}, "0.fault: .*named by a string"),
        ({}, "0.fault: Field required"),
        ({"fault": "500", "time": 1}, "0.time: Extra inputs are not permitted"),
        ({"fault": "500", "times": 0}, "0.times: Input should be greater than or equal to 1"),
        ({"fault": "500", "after": "1"}, "0.after: Input should be a valid integer"),
        ("500", "0: Input should be"),
    ],
)
def test_an_invalid_rule_is_reported_with_its_place(load, row, sentence):
    with pytest.raises(SetupError, match=sentence):
        load(row)
