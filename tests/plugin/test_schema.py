from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, Field

from assemblyai_tools.schema import schema_of


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


INNER = {
    "properties": {"title": {"type": "string"}, "note": {"type": "string"}},
    "required": ["title"],
    "type": "object",
}


def test_a_schema_is_inlined_without_titles_nulls_or_empty_defaults():
    assert schema_of(Outer) == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
            "inner": {**INNER, "description": "The one inside."},
            "many": {"type": "array", "items": INNER},
            "either": {"anyOf": [{"type": "integer"}, {"type": "string"}], "default": 1},
            "maybe": {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
            "empty": {"type": "array", "items": {"type": "string"}},
            "off": {"type": "boolean", "default": False},
        },
    }


def test_without_defaults_a_schema_has_none_at_any_depth():
    class Deep(BaseModel):
        outers: list[Outer] = []

    items = schema_of(Deep, defaults=False)["properties"]["outers"]["items"]
    assert "default" not in str(items)
    assert items["properties"]["kind"] == {"type": "string", "enum": ["a", "b"]}


def test_a_field_may_be_named_title():
    assert schema_of(Inner)["properties"]["title"] == {"type": "string"}


def test_simplifying_leaves_the_models_own_schema_unchanged():
    before = Outer.model_json_schema()
    schema_of(Outer)
    assert Outer.model_json_schema() == before


def test_a_default_that_is_an_enum_or_a_tuple_is_json_too():
    class Kind(StrEnum):
        A = "a"

    class Model(BaseModel):
        kind: Kind = Kind.A
        several: tuple[int, ...] = ()

    fields = schema_of(Model)["properties"]
    assert type(fields["kind"]["default"]) is str
    assert "default" not in fields["several"]
