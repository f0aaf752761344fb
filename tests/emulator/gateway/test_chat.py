import pytest

from assemblyai_emulator.gateway import chat
from assemblyai_emulator.gateway.errors import InvalidRequestError

MESSAGES = [{"role": "user", "content": "Hello?"}]
BODY = {"model": "m", "messages": MESSAGES}
SUPPORTED = ("max_tokens", "temperature", "stream")


def read(**body):
    return chat.read(body, ("m", "other").__contains__, SUPPORTED)


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
    assert chat.read({"model": "gpt", "messages": MESSAGES}, bool, ()).model == "gpt"


def test_an_unsupported_parameter_is_refused_not_ignored():
    assert faults(**BODY, logit_bias={}, tool_choice="none") == [
        "model m does not support logit_bias",
        "model m does not support tool_choice",
    ]


def test_tools_are_refused_with_the_way_out_where_the_model_has_none():
    assert faults(**BODY, tools=[{"type": "function"}]) == [
        "model m does not support tools",
        "tools need a language model: start the emulator with --llm-url, or call the real API",
    ]


def test_a_stream_and_the_steps_after_it_are_read():
    found = read(**BODY, stream=True, post_processing_steps=[{"type": "json-repair"}])
    assert (found.stream, found.steps, found.options) == (True, ("json-repair",), {})
    assert not read(**BODY, stream=None).stream


def test_parameters_of_the_services_models_are_accepted_and_noted():
    found = read(
        **BODY,
        reasoning={"effort": "low"},
        cache_control={"type": "ephemeral"},
        zero_data_retention=True,
        fail_fast=True,
        max_timeout=2.5,
        fallback_config={"retry": False, "depth": 2},
        stream_options={"include_usage": True},
    )
    assert (found.options, found.ignored) == ({}, ("cache_control", "reasoning"))


def test_all_faults_are_reported_at_once():
    assert faults() == ["model is required", "one of messages or prompt required"]
    assert faults(**BODY, max_tokens=0, temperature=3, model_region="us", transcript_id=7) == [
        "max_tokens must be a whole number, 1 or more",
        "temperature must be a number from 0 to 2",
        "transcript_id must be a string",
        "model_region can only be set to global",
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
