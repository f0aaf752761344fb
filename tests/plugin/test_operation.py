from typing import Annotated

import pytest
from pydantic import Field, model_validator

from assemblyai_tools import purge_request_data
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Id
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Choices, Request, send
from assemblyai_tools.operation import READS, Hints, Result, operation


class Part(Arguments):
    label: str


class LookArguments(Arguments):
    """Look something up.

    And say so.
    """

    item_id: Id
    depth: Annotated[int, Field(ge=0, le=9)] = 0
    parts: list[Part] = Field(default_factory=list)
    first: Part | None = None

    @model_validator(mode="after")
    def _not_seven(self):
        if self.depth == 7:
            raise ValueError("seven is unlucky.")
        return self


class Look(Result):
    found: str
    note: str | None = None

    def render(self):
        return self.found


@operation(title="Look", hints=READS, toolsets=("reading",), arguments=LookArguments, result=Look)
def look_up(arguments):
    reply = yield from send(Request("GET", f"/{arguments.item_id}/{arguments.depth}"))
    return Look(found=reply.text)


@pytest.mark.parametrize(
    "flow", [lambda: look_up(item_id="a", depth=2), lambda: look_up.start({"item_id": "a", "depth": "2"})]
)
def test_an_operation_is_called_by_keyword_or_with_raw_arguments(walk, reply, flow):
    assert walk(flow(), reply("x")) == ([Request("GET", "/a/2")], Look(found="x"))


def test_an_operation_carries_its_name_title_hints_and_description():
    assert (look_up.name, look_up.title, look_up.hints, look_up.description) == (
        "look_up",
        "Look",
        Hints(read_only=True, destructive=False, idempotent=True, open_world=True),
        "Look something up.\n\nAnd say so.",
    )


def test_a_command_has_the_operations_name_with_dashes_unless_it_says_another():
    named = operation(
        title="Look", hints=READS, toolsets=("reading",), arguments=LookArguments, result=Look, command="look"
    )(look_up.perform)
    assert (look_up.command, named.command) == ("look-up", "look")


def test_arguments_by_position_are_refused():
    with pytest.raises(InvalidArgumentsError) as caught:
        look_up("a")
    assert str(caught.value) == "look_up takes its arguments by name. Correct the arguments and call again."


PARTS = (
    "the argument 'parts.0.label' is required; there is no argument 'parts.0.labl' (did you mean 'label'?)"
)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({}, "the argument 'item_id' is required"),
        (
            {"item_id": "a", "dept": 1},
            "there is no argument 'dept' (did you mean 'depth'?)",
        ),
        (
            {"item_id": "a", "zzz": 1},
            "there is no argument 'zzz'; it takes item_id, depth, parts, first",
        ),
        ({"item_id": "a", "depth": 10}, "depth: give a number of at most 9"),
        ({"item_id": "a", "depth": 7}, "seven is unlucky"),
        (
            {"item_id": "a/b"},
            (
                "item_id: 'a/b' is not an id: ids hold only letters, digits, '-' and '_', at most 64 of them. "
                "Use the id exactly as a tool returned it"
            ),
        ),
        ({"item_id": "a", "parts": [{"labl": 1}]}, PARTS),
        (
            {"depth": "deep", "zzz": 1},
            (
                "the argument 'item_id' is required; depth: give a whole number; there is no argument 'zzz'; "
                "it takes item_id, depth, parts, first"
            ),
        ),
    ],
)
def test_wrong_arguments_are_all_named_in_one_sentence(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        look_up.start(raw)
    assert str(caught.value) == f"look_up was not called: {problem}. Correct the arguments and call again."
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (
            {"parts": [{"label": "x", "labl": "y"}]},
            "there is no argument 'parts.0.labl' (did you mean 'label'?)",
        ),
        ({"parts": [{"label": "x", "zzz": 1}]}, "there is no argument 'parts.0.zzz'; parts.0 takes label"),
        ({"first": {"label": "x", "depth": 1}}, "there is no argument 'first.depth'; first takes label"),
    ],
)
def test_a_wrong_name_inside_an_argument_is_answered_with_the_names_that_fit_there(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        look_up.start({"item_id": "a", **raw})
    assert str(caught.value) == f"look_up was not called: {problem}. Correct the arguments and call again."


def test_an_operation_is_always_offered_unless_it_says_otherwise():
    assert look_up.offered(Choices()) is True


def test_whether_an_operation_is_offered_may_depend_on_the_settings_choices():
    @operation(
        title="Look",
        hints=READS,
        toolsets=("reading",),
        arguments=LookArguments,
        result=Look,
        offered=lambda chosen: chosen.llm == "lemur",
    )
    def sometimes(_arguments):
        yield

    assert [sometimes.offered(Choices(llm=llm)) for llm in ("lemur", "gateway")] == [True, False]


def test_a_result_dumps_json_values_without_the_unset_ones():
    assert Look(found="x").dump() == {"found": "x"}


def test_a_result_is_complete_unless_it_names_a_document():
    assert Look(found="x").documents() == ()


def test_a_result_class_without_render_cannot_be_instantiated():
    class Silent(Result):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Silent()


def test_hints_are_never_defaulted():
    with pytest.raises(TypeError):
        Hints()


def test_the_preview_of_an_operation_without_one_is_empty():
    with pytest.raises(StopIteration) as ended:
        next(purge_request_data.described(purge_request_data.validated({"request_id": "r1"})))
    assert ended.value.value == ""


def test_a_call_with_wrong_arguments_is_refused_before_its_preview():
    with pytest.raises(InvalidArgumentsError, match="the argument 'request_id' is required"):
        purge_request_data.validated({})


def test_only_the_first_of_many_problems_are_listed_and_each_briefly():
    many = {f"{'x' * 1000}{number}": 1 for number in range(100)}
    with pytest.raises(InvalidArgumentsError) as caught:
        purge_request_data.start({"request_id": "r1", **many})
    assert str(caught.value).count("there is no argument") == 1, "they look the same once they are shortened"
    assert "and 95 more problems like these." in str(caught.value)
    assert len(str(caught.value)) < 1000
