import pytest

from assemblyai_emulator.reasoning.material import Line, Material, Source
from assemblyai_emulator.reasoning.passages import Passage, in_order, to_passages


def passage(line, label="", position=0):
    return Passage(position, 0, label, line, ())


@pytest.mark.parametrize(
    ("line", "label", "remark", "quote"),
    [
        (Line("Hi.", 41_000, "A"), "", "", '[00:41] A: "Hi."'),
        (Line("Hi.", 41_000), "", "", '[00:41] "Hi."'),
        (Line("Hi."), "", "", '"Hi."'),
        (Line("Hi.", None, "A"), "", "", 'A: "Hi."'),
        (Line("Hi.", 0, "A"), "transcript t-1", "need", 'transcript t-1 [00:00] A (need): "Hi."'),
        (Line("Hi."), "input_text", "need", 'input_text (need): "Hi."'),
    ],
)
def test_a_quote_has_the_known_parts_of_its_origin(line, label, remark, quote):
    assert passage(line, label).quoted(remark) == quote


def test_passages_of_one_source_need_no_label():
    assert to_passages(Material((Source("t-1", (Line("Two cats.", 5, "A"),)),))) == [
        Passage(0, 0, "", Line("Two cats.", 5, "A"), ("two", "cat"))
    ]


def test_passages_of_several_sources_have_labels():
    material = Material((Source("t-1", (Line("One."),)), Source(None, (Line("Two."), Line("Three?")))))
    found = to_passages(material)
    assert [(one.position, one.source, one.label) for one in found] == [
        (0, 0, "transcript t-1"),
        (1, 1, "input_text"),
        (2, 1, "input_text"),
    ]
    assert [one.is_question for one in found] == [False, False, True]


def test_passages_are_sorted_by_position():
    first, second = passage(Line("a"), position=1), passage(Line("b"), position=2)
    assert in_order([second, first]) == [first, second]
