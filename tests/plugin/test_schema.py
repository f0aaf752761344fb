from typing import Literal

from pydantic import BaseModel, Field

from assemblyai_tools.schema import arguments_schema, result_schema


class Inner(BaseModel):
    """An inner thing."""

    title: str
    note: str | None = None


class Outer(BaseModel):
    """An outer thing."""

    kind: Literal["a", "b"] = "a"
    inner: Inner | None = Field(None, description="The one inside.")
    many: list[Inner] = Field(default_factory=list)
    either: int | str = 1
    maybe: int | str | None = None
    empty: list[str] = []
    off: bool = False


def test_a_results_schema_is_inlined_without_titles_nulls_or_defaults():
    inner = {
        "properties": {"title": {"type": "string"}, "note": {"type": "string"}},
        "required": ["title"],
        "type": "object",
    }
    assert result_schema(Outer) == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["a", "b"]},
            "inner": {**inner, "description": "The one inside."},
            "many": {"type": "array", "items": inner},
            "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            "maybe": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            "empty": {"type": "array", "items": {"type": "string"}},
            "off": {"type": "boolean"},
        },
    }


def test_an_argument_that_is_not_required_may_be_null_at_any_depth():
    null = {"type": "null"}
    inner = {
        "properties": {
            "title": {"type": "string"},
            "note": {"anyOf": [{"type": "string"}, null]},
        },
        "required": ["title"],
        "type": "object",
    }
    assert arguments_schema(Outer)["properties"] == {
        "kind": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, null]},
        "inner": {"anyOf": [inner, null], "description": "The one inside."},
        "many": {"anyOf": [{"type": "array", "items": inner}, null]},
        "either": {"anyOf": [{"type": "integer"}, {"type": "string"}, null]},
        "maybe": {"anyOf": [{"type": "integer"}, {"type": "string"}, null]},
        "empty": {"anyOf": [{"type": "array", "items": {"type": "string"}}, null]},
        "off": {"anyOf": [{"type": "boolean"}, null]},
    }


def test_an_arguments_schema_has_no_keyword_that_a_strict_mode_refuses():
    class Limited(BaseModel):
        few: list[int] = Field(min_length=1, max_length=3)
        small: int = Field(ge=0, le=9)
        short: str = Field(min_length=1, max_length=9, pattern="^a")

    assert arguments_schema(Limited)["properties"] == {
        "few": {"type": "array", "items": {"type": "integer"}},
        "small": {"type": "integer"},
        "short": {"type": "string"},
    }


def test_a_field_may_be_named_title():
    assert arguments_schema(Inner)["properties"]["title"] == {"type": "string"}


def test_simplifying_leaves_the_models_own_schema_unchanged():
    before = Outer.model_json_schema()
    arguments_schema(Outer)
    assert Outer.model_json_schema() == before
