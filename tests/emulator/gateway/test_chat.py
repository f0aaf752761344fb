import pytest

from assemblyai_emulator.gateway import chat
from assemblyai_emulator.gateway.errors import InvalidRequestError

MESSAGES = [{"role": "user", "content": "Hello?"}]
BODY = {"model": "m", "messages": MESSAGES}
SUPPORTED = ("max_tokens", "temperature")


def read(**body):
    return chat.read(body, {"m", "other"}, SUPPORTED)


def faults(**body) -> list[str]:
    with pytest.raises(InvalidRequestError) as refused:
        read(**body)
    return list(refused.value.errors)


def test_a_chat_is_read_without_parameters_that_are_switched_off():
    found = read(**BODY, max_tokens=5, temperature=0, transcript_id="t", stream=False, tools=[])
    assert found == chat.Chat("m", tuple(MESSAGES), "t", {"max_tokens": 5, "temperature": 0})
    assert found.max_tokens == 5


def test_a_prompt_becomes_one_user_message():
    found = read(model="m", prompt="Hello?")
    assert (found.messages, found.max_tokens) == (tuple(MESSAGES), 1000)


def test_an_unknown_model_is_refused_as_recorded_unless_any_name_is_accepted():
    assert faults(model="gpt", messages=MESSAGES) == ["model gpt is not supported"]
    assert chat.read({"model": "gpt", "messages": MESSAGES}, None, ()).model == "gpt"


def test_an_unsupported_parameter_is_refused_not_ignored():
    assert faults(**BODY, tools=[{}], stream=True, tool_choice="none") == [
        "model m does not support stream",
        "model m does not support tool_choice",
        "model m does not support tools",
    ]


def test_all_faults_are_reported_at_once():
    assert faults() == ["model is required", "messages or prompt is required"]
    assert faults(**BODY, max_tokens=0, temperature=3, model_region="us", transcript_id=7) == [
        "max_tokens must be a whole number, 1 or more",
        "temperature must be a number from 0 to 2",
        "model_region can only be set to global",
        "transcript_id must be a string",
    ]


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("Hello?", "must be an object"),
        ({"role": "robot", "content": ""}, "must have a role, one of system, user, assistant, tool"),
        ({"role": "user"}, "must have a content that is a string or a list of text parts"),
        ({"role": "user", "content": [{"type": "image"}]}, "must have a content"),
        ({"role": "user", "content": ["a"]}, "must have a content"),
        ({"role": "user", "content": 5}, "must have a content"),
    ],
)
def test_a_faulty_message_is_named_by_its_index(message, fault):
    (found,) = faults(model="m", messages=[*MESSAGES, message])
    assert found.startswith(f"messages[1] {fault}")


def test_messages_must_be_a_list():
    assert faults(model="m", messages="Hello?") == ["messages must be a list"]


def test_a_message_with_tool_calls_needs_no_content():
    assert read(model="m", messages=[{"role": "assistant", "content": None, "tool_calls": [{}]}])


def test_every_fallback_must_be_a_known_model():
    assert read(**BODY, fallbacks=[{"model": "other"}], fallback_config={"depth": 1}).options == {}
    assert faults(**BODY, fallbacks=[{"model": "gpt"}]) == ["model gpt is not supported"]
    assert faults(**BODY, fallbacks="m") == ["fallbacks must be a list of objects that each have a model"]
    assert faults(**BODY, fallbacks=[{}] * 3) == ["fallbacks can name at most 2 models"]
    assert faults(**BODY, fallbacks=["m"]) == ["model None is not supported"]
