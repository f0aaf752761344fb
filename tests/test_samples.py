import pytest
from tests.samples import sample_call

from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.operation import READS, Result, operation


class PaintArguments(Arguments):
    """Paint a transcript."""

    transcript_id: str
    colour: str
    layers: int = 1


class Painted(Result):
    def render(self):
        return "Painted."


@operation(title="Paint", hints=READS, toolsets=("reading",), arguments=PaintArguments, result=Painted)
def paint(_arguments):
    yield


def test_a_sample_call_has_the_required_arguments_and_the_real_values(monkeypatch):
    monkeypatch.setattr("tests.samples.VALUES", {"colour": "red", "transcript_id": "t1"})
    assert sample_call(paint, colour="blue", words=["unused"]) == {"transcript_id": "t1", "colour": "blue"}


def test_a_required_argument_without_a_sample_value_is_named():
    with pytest.raises(LookupError) as caught:
        sample_call(paint)
    assert str(caught.value) == "paint requires 'colour': add a value for it to VALUES in tests/samples.py"
