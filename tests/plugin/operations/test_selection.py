import pytest

from assemblyai_tools import ALL_OPERATIONS, ConfigurationError, InvalidArgumentsError, operation_named
from assemblyai_tools.flow import Choices
from assemblyai_tools.operations.selection import TOOLSETS, Selection

pytestmark = pytest.mark.catalogue

LEMUR, GATEWAY = Choices(llm="lemur"), Choices(llm="gateway")
EVERY_NAME = [operation.name for operation in ALL_OPERATIONS]
READERS = [operation.name for operation in ALL_OPERATIONS if operation.hints.read_only]
NOTHING = (
    "The chosen toolsets and tools leave nothing under these settings. Choose more, exclude less, or leave out "
    "read_only (--read-only)."
)


def names(choices=LEMUR, **wanted):
    return [operation.name for operation in Selection(**wanted).of(choices)]


def test_every_operation_is_in_a_toolset():
    assert {operation.name for tools in TOOLSETS.values() for operation in tools} == set(EVERY_NAME)


def test_without_a_selection_everything_that_is_available_is_offered():
    assert names() == EVERY_NAME
    assert names(GATEWAY) == [name for name in EVERY_NAME if name != "purge_request_data"]


def test_a_toolset_has_its_tools_in_the_catalogues_order():
    reasoning = names(toolsets=["reasoning"])
    assert reasoning == [name for name in EVERY_NAME if name in reasoning]
    assert {"summarize", "ask_question", "purge_request_data"} <= set(reasoning)
    both = names(toolsets=["streaming", "reading"])
    assert both == [name for name in EVERY_NAME if name in both]
    assert {"create_streaming_token", "get_transcript"} <= set(both)
    assert not set(both) & set(reasoning)


def test_tools_named_without_toolsets_are_the_only_ones():
    assert names(tools=["summarize", "transcribe"]) == ["transcribe", "summarize"]


def test_named_tools_are_added_to_toolsets():
    streaming = names(toolsets=["streaming"])
    assert names(toolsets=["streaming"], tools=["transcribe"]) == ["transcribe", *streaming]


def test_an_excluded_tool_is_left_out_even_if_it_is_named():
    assert names(tools=["transcribe", "summarize"], exclude_tools=["summarize"]) == ["transcribe"]
    assert names(exclude_tools=["transcribe"]) == [name for name in EVERY_NAME if name != "transcribe"]


def test_read_only_leaves_out_what_changes_or_costs_something_even_if_it_is_named():
    assert names(read_only=True) == READERS
    assert names(read_only=True, tools=["delete_transcript", "get_transcript"]) == ["get_transcript"]
    assert {"get_transcript", "list_transcripts", "search_words"} <= set(READERS)
    assert not {"transcribe", "get_subtitles", "summarize", "delete_transcript"} & set(READERS)


def test_a_named_tool_that_is_not_available_under_the_settings_is_left_out():
    assert names(GATEWAY, tools=["purge_request_data", "summarize"]) == ["summarize"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"toolsets": ["reasonig"]}, "There is no toolset 'reasonig'. Did you mean reasoning?"),
        (
            {"toolsets": ["zzz"]},
            "There is no toolset 'zzz'. There are reading, reasoning, streaming, transcription.",
        ),
        ({"tools": ["summarise"]}, "There is no tool 'summarise'. Did you mean summarize?"),
        (
            {"tools": ["x" * 100_000]},
            f"There is no tool '{'x' * 80}...'. There are {', '.join(sorted(EVERY_NAME))}.",
        ),
        ({"exclude_tools": EVERY_NAME}, NOTHING),
        ({"tools": ["transcribe"], "read_only": True}, NOTHING),
        (
            {"exclude_tools": ["delete_transcripts"]},
            "There is no tool 'delete_transcripts'. Did you mean delete_transcript?",
        ),
    ],
)
def test_an_impossible_selection_is_refused_with_what_to_do(wanted, message):
    with pytest.raises(ConfigurationError) as caught:
        names(**wanted)
    assert str(caught.value) == message


def test_an_operation_is_found_by_its_name():
    assert operation_named("transcribe", ALL_OPERATIONS).name == "transcribe"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("transcibe", "There is no tool 'transcibe'. Did you mean transcribe?"),
        ("x" * 1000, f"There is no tool '{'x' * 80}...'. There are transcribe, summarize."),
    ],
)
def test_a_name_that_no_operation_has_is_refused_with_a_suggestion(name, message):
    some = [operation for operation in ALL_OPERATIONS if operation.name in ("transcribe", "summarize")]
    with pytest.raises(InvalidArgumentsError) as caught:
        operation_named(name, some)
    assert str(caught.value) == message
