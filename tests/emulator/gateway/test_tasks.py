import pytest

from assemblyai_emulator.gateway import tasks
from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.tasks import ActionItems, Summarization, Tasks


def read(**request):
    return tasks.read({"speech_understanding": {"request": request}})


def test_both_tasks_are_read():
    request = {
        "summarization": {"summary_type": "bullets", "effort": "medium"},
        "action_items": {"include_decisions": True},
    }
    assert read(**request) == Tasks(request, Summarization("bullets", "medium"), ActionItems("low"))
    assert read(action_items={}) == Tasks({"action_items": {}}, None, ActionItems("low"))


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        ({"translation": {"target_languages": ["es"]}}, "translation is not available .* language model"),
        ({"speaker_identification": {}}, "speaker_identification is not available .* multichannel"),
        ({"custom_formatting": {}}, "custom_formatting is not available .* as it hears them"),
        ({"sumarization": {}}, "sumarization is not a task .* spelling"),
        ({"action_items": []}, "action_items must be an object"),
        ({"action_items": {"effort": "high"}}, "action_items.effort must be low or medium"),
        ({"summarization": {}}, "summary_type must be paragraph or bullets"),
        ({}, "must name a task"),
    ],
)
def test_an_impossible_task_is_refused_with_a_reason(request_, fault):
    with pytest.raises(InvalidRequestError, match=fault):
        read(**request_)


@pytest.mark.parametrize("body", [{}, {"speech_understanding": 5}, {"speech_understanding": {"request": []}}])
def test_a_body_without_tasks_is_refused(body):
    with pytest.raises(InvalidRequestError, match="must name a task"):
        tasks.read(body)


def test_all_faults_are_reported_at_once():
    with pytest.raises(InvalidRequestError) as refused:
        read(translation={}, summarization={})
    assert len(refused.value.errors) == 2
