import pytest

from assemblyai_emulator.faults.fault import Fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("401", Fault("status", 401)),
        ("404", Fault("status", 404, "text")),
        ("429", Fault("status", 429, retry_after="1")),
        ("429;retry-after=none", Fault("status", 429)),
        (" 503 ; retry-after = 7 ", Fault("status", 503, "html", "7")),
        ("503:json", Fault("status", 503)),
        ("504", Fault("status", 504, "empty")),
        ("599", Fault("status", 599)),
        ("reset", Fault("reset")),
        ("hang", Fault("hang", seconds=60)),
        ("hang;seconds=0.5", Fault("hang", seconds=0.5)),
        ("truncated-json", Fault("truncated-json")),
        ("wrong-shape", Fault("wrong-shape")),
        ("html-200", Fault("html-200")),
        ("refusal-200", Fault("refusal-200")),
    ],
)
def test_a_fault_is_parsed(text, fault):
    assert Fault.parse(text) == fault


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "one of reset, hang, truncated-json"),
        ("explode", "one of reset, hang"),
        ("200", "from 400 to 599"),
        ("42x", "from 400 to 599"),
        ("503:xml", "a body is one of json, text, html, empty"),
        ("503;retry=1", "only retry-after=SECONDS"),
        ("429;retry-after=", "only retry-after=SECONDS"),
        ("hang;seconds=601", "seconds=0 to seconds=600"),
        ("hang;seconds=soon", "seconds=0 to seconds=600"),
        ("hang;for=1", "seconds=0 to seconds=600"),
        ("reset;now", "takes no option"),
    ],
)
def test_an_unknown_fault_is_refused_with_the_choices(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        Fault.parse(text)
