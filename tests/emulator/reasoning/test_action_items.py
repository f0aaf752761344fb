import pytest

from assemblyai_emulator.reasoning.action_items import action_items
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.passages import to_passages


def found(text):
    return [
        (item.kind, item.deadline) for item in action_items(to_passages(Material((Source.from_text(text),))))
    ]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I will book the tents by Friday.", ("commitment", "by Friday")),
        ("I'll send it tomorrow morning.", ("commitment", "tomorrow morning")),
        ("We are going to paint the fence next week.", ("commitment", "next week")),
        ("Please water the roses.", ("request", None)),
        ("Could you ask the bakery before lunch?", ("request", "before lunch")),
        ("Can your team check it today?", ("request", "today")),
        ("Let me know when it is done.", ("request", None)),
        ("Don\u2019t forget the keys.", ("request", None)),
        ("We need to fix the gate by the end of the month.", ("need", "by the end of the month")),
        ("You should call the printer.", ("need", None)),
        ("We must not forget the permit.", ("need", None)),
        ("Then we agreed to move it from Monday to next Thursday.", ("agreement", "next Thursday")),
        ("Let's order two tables.", ("agreement", None)),
    ],
)
def test_work_to_do_is_recognised_by_its_wording(text, item):
    assert found(text) == [item]


@pytest.mark.parametrize(
    "text",
    [
        "It rained on Friday.",
        "Yes, please.",
        "Can you hear me?",
        "I will be honest.",
        "I have to say it was good.",
        "We will see.",
        "Let's see.",
        "If you need to rest, rest.",
        "You should have seen it.",
        "We could not agree on anything.",
        "Would you like some tea?",
    ],
)
def test_small_talk_is_not_an_action_item(text):
    assert found(text) == []


def test_a_sentence_counts_once():
    assert found("Please call, and I will wait.") == [("request", None)]


def test_items_are_in_order_with_time_speaker_and_deadline(garden):
    assert [item.quoted() for item in action_items(to_passages(garden))] == [
        '[00:16] B (agreement, June): "Then we agreed to move the fair to the second Sunday in June."',
        '[00:22] A (commitment, by Friday): "I will book the tents by Friday."',
        '[00:26] A (request): "Could you ask the bakery about the cakes?"',
    ]
