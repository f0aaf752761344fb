"""LangChain's standard unit tests for every tool; tests/recorded has its integration tests, on cassettes."""

import pytest
from langchain_tests.unit_tests import ToolsUnitTests
from pydantic import SecretStr

from assemblyai_tools import ALL_OPERATIONS, Settings, langchain
from assemblyai_tools.langchain import tools
from assemblyai_tools.langchain.tools import tool_class
from assemblyai_tools.operations import catalogue

ONE = {"transcript_id": "t1"}
SEVERAL = {"transcript_ids": ["t1", "t2"]}
EXAMPLES = {
    "upload_file": {"path": "call.mp3"},
    "transcribe": {"audio": "call.mp3", "speaker_labels": True},
    "list_transcripts": {"limit": 5},
    "get_transcript": ONE,
    "get_sentences": ONE,
    "get_paragraphs": ONE,
    "search_words": {**ONE, "words": ["refund"]},
    "get_subtitles": {**ONE, "subtitle_format": "vtt"},
    "get_redacted_audio": ONE,
    "summarize": SEVERAL,
    "ask_question": {**SEVERAL, "questions": ["Who?"], "quotes": True},
    "extract_action_items": SEVERAL,
    "run_task": {**SEVERAL, "prompt": "Translate."},
    "purge_request_data": {"request_id": "r1"},
    "delete_transcript": ONE,
    "create_streaming_token": {"expires_in_seconds": 60},
}
ENVIRONMENT = {
    "ASSEMBLYAI_API_KEY": "from-the-environment",
    "ASSEMBLYAI_BASE_URL": "http://from.the.environment",
    "ASSEMBLYAI_LLM": "gateway",
}
FROM_ENVIRONMENT = Settings(
    api_key=SecretStr("from-the-environment"), base_url="http://from.the.environment", llm="gateway"
)


def standard_tests(kind):
    class StandardTests(ToolsUnitTests):
        @property
        def tool_constructor(self):
            return kind

        @property
        def tool_constructor_params(self):
            return {"settings": Settings(api_key=SecretStr("k"))}

        @property
        def tool_invoke_params_example(self):
            return EXAMPLES[kind.operation.name]

        @property
        def init_from_env_params(self):
            expected = {
                "name": kind.operation.name,
                "api_key": "from-the-environment",
                "settings": FROM_ENVIRONMENT,
            }
            return ENVIRONMENT, {}, expected

    return StandardTests


for name in catalogue.MODULES:
    globals()[f"Test{tool_class(name).__name__}"] = standard_tests(tool_class(name))


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_has_a_tool_class_of_its_name(operation):
    kind = tool_class(operation.name)
    assert kind.operation is operation
    assert kind.__name__ == "".join(part.capitalize() for part in operation.name.split("_")) + "Tool"
    assert getattr(langchain, kind.__name__) is getattr(tools, kind.__name__) is kind
    assert f"`{operation.name}`" in kind.__doc__


def test_a_class_that_does_not_exist_is_missing_as_usual():
    with pytest.raises(AttributeError, match="has no attribute 'NoSuchTool'"):
        tools.NoSuchTool  # noqa: B018 - looking it up is the test


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)
def test_an_example_is_one_that_the_operation_takes(operation):
    """The standard tests only hold it against LangChain's own idea of a schema."""
    operation.start(EXAMPLES[operation.name]).close()
