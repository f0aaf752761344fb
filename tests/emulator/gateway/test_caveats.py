from assemblyai_emulator.gateway.caveats import warnings
from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.offline_model import OfflineModel
from assemblyai_emulator.reasoning.extractive import ExtractiveReasoner

MODEL = OfflineModel(ExtractiveReasoner()).description


def test_nothing_is_said_to_a_chat_that_asks_for_the_model_that_answers():
    assert warnings(Chat("offline-extractive", (), options={"max_tokens": 5}), MODEL) == []


def test_a_chat_that_names_another_model_is_told_which_one_answered():
    (warning,) = warnings(Chat("claude-sonnet-4-6", ()), MODEL)
    assert warning.startswith(
        "model claude-sonnet-4-6 was not asked: offline-extractive answered. No language model"
    )
    assert "--llm-url" in warning


def test_what_has_no_effect_is_named():
    chat = Chat(
        "offline-extractive",
        (),
        options={"temperature": 1},
        ignored=("reasoning",),
        stream=True,
        steps=("json-repair",),
    )
    assert warnings(chat, MODEL) == [
        "temperature was accepted but has no effect: offline-extractive does not use it.",
        "reasoning was accepted but has no effect: offline-extractive does not use it.",
        "post_processing_steps was accepted but has no effect on a stream.",
    ]
