import pytest

from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.json_shape import PairsShape, TextShape, requested_shape

STRING = {"type": "string", "description": "in a few words"}
PAIR = {
    "type": "object",
    "properties": {"question": STRING, "answer": STRING},
    "required": ["question", "answer"],
    "additionalProperties": False,
}
PAIRS = {"type": "array", "items": PAIR}


def objects(**properties) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


def with_quotes(quotes) -> dict:
    return {"type": "array", "items": objects(question=STRING, answer=STRING, quotes=quotes)}


def formatted(schema) -> dict:
    return {"type": "json_schema", "json_schema": {"name": "answers", "strict": True, "schema": schema}}


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        (objects(summary=STRING), TextShape("summary")),
        (PAIRS, PairsShape(None)),
        (objects(answers=PAIRS), PairsShape("answers")),
        (
            objects(answers=with_quotes({"type": "array", "items": STRING})),
            PairsShape("answers", quotes=True),
        ),
        (with_quotes({"type": "array", "items": STRING}), PairsShape(None, quotes=True)),
    ],
)
def test_quotes_can_fill_a_text_and_a_list_of_pairs(schema, shape):
    assert requested_shape(formatted(schema)) == shape


@pytest.mark.parametrize("response_format", [None, {"type": "text"}])
def test_plain_text_has_no_shape(response_format):
    assert requested_shape(response_format) is None


@pytest.mark.parametrize(
    "schema",
    [
        {},
        None,
        {"type": "string"},
        objects(),
        objects(a=STRING, b=STRING),
        objects(count={"type": "integer"}),
        objects(mood={"type": "string", "enum": ["good", "bad"]}),
        {**objects(a=STRING), "minProperties": 1},
        {**PAIRS, "minItems": 2},
        {"type": "array", "items": objects(question=STRING)},
        {"type": "array", "items": objects(question=STRING, answer={"type": "number"})},
        {"type": "array", "items": STRING},
        with_quotes(STRING),
        with_quotes({"type": "array", "items": {"type": "integer"}}),
        with_quotes({"type": "array", "items": STRING, "minItems": 1}),
        {"type": "array", "items": objects(question=STRING, answer=STRING, sources=STRING)},
    ],
)
def test_a_schema_that_quotes_cannot_fill_is_refused_and_the_error_says_what_to_do(schema):
    with pytest.raises(InvalidRequestError, match=r"cannot fill.*--llm-url"):
        requested_shape(formatted(schema))


@pytest.mark.parametrize("response_format", [{"type": "json_object"}, "json", {}])
def test_any_other_kind_of_format_is_refused(response_format):
    with pytest.raises(InvalidRequestError, match="type text or json_schema"):
        requested_shape(response_format)
