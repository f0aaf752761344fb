import json

import pytest

from assemblyai_emulator.gateway.chat_model import Reply
from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.json_repair import repaired


def reply(**message) -> Reply:
    return Reply({"role": "assistant", **message}, "stop", 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": [1, 2]}',
        'Here it is:\n```json\n{"a": [1, 2]}\n```\nAnything else?',
        'Sure! {"a": [1, 2]} There you are.',
        '{"a": [1, 2,],}',
        '```\n{"a": [1, 2 , ] }\n```',
    ],
)
def test_json_is_freed_of_what_models_put_around_and_into_it(text):
    assert json.loads(repaired(reply(content=text)).message["content"]) == {"a": [1, 2]}


def test_a_comma_inside_a_text_stays():
    text = '{"a": "one, ]two\\", }", }'
    assert json.loads(repaired(reply(content=text)).message["content"]) == {"a": 'one, ]two", }'}


@pytest.mark.parametrize("text", ["", "On Monday.", "{a: 1}", "[" * 100_000 + "]"])
def test_what_cannot_be_repaired_is_an_error(text):
    with pytest.raises(InvalidRequestError, match="cannot be repaired"):
        repaired(reply(content=text))


def test_the_arguments_of_tool_calls_are_repaired_too():
    good = {"id": "1", "function": {"name": "f", "arguments": '{"x": 1,}'}}
    others = [{"id": "2", "function": {"name": "g", "arguments": ""}}, {"id": "3"}, "odd"]
    message = repaired(reply(content=None, tool_calls=[good, *others])).message
    assert message["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"x": 1}'}
    assert message["tool_calls"][1:] == others
    assert message["content"] is None
