"""LangChain's standard unit tests for every tool; tests/recorded has its integration tests, on cassettes."""

import pytest
from langchain_tests.unit_tests import ToolsUnitTests
from pydantic import SecretStr
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, Settings, langchain
from assemblyai_tools.langchain import tools
from assemblyai_tools.langchain.tools import tool_class

pytestmark = pytest.mark.catalogue

OPTIONS = {
    "expires_in_seconds": 60,
    "limit": 5,
    "quotes": True,
    "speaker_labels": True,
    "subtitle_format": "vtt",
}
"""Optional arguments that an example has besides the required ones, where the operation takes them."""

ENVIRONMENT = {
    "ASSEMBLYAI_API_KEY": "from-the-environment",
    "ASSEMBLYAI_BASE_URL": "http://from.the.environment",
    "ASSEMBLYAI_LLM": "gateway",
}
FROM_ENVIRONMENT = Settings(
    api_key=SecretStr("from-the-environment"), base_url="http://from.the.environment", llm="gateway"
)


def example(operation):
    options = {name: OPTIONS[name] for name in operation.input_schema["properties"] if name in OPTIONS}
    return sample_call(operation) | options


def standard_tests(operation):
    class StandardTests(ToolsUnitTests):
        @property
        def tool_constructor(self):
            return tool_class(operation.name)

        @property
        def tool_constructor_params(self):
            return {"settings": Settings(api_key=SecretStr("k"))}

        @property
        def tool_invoke_params_example(self):
            return example(operation)

        @property
        def init_from_env_params(self):
            expected = {
                "name": operation.name,
                "api_key": "from-the-environment",
                "settings": FROM_ENVIRONMENT,
            }
            return ENVIRONMENT, {}, expected

    return StandardTests


for operation in ALL_OPERATIONS:
    globals()[f"Test{tool_class(operation.name).__name__}"] = standard_tests(operation)
del operation


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_has_a_tool_class_of_its_name(operation):
    kind = tool_class(operation.name)
    assert kind.operation is operation
    assert kind.__name__ == "".join(part.capitalize() for part in operation.name.split("_")) + "Tool"
    assert getattr(langchain, kind.__name__) is getattr(tools, kind.__name__) is kind
    assert f"`{operation.name}`" in kind.__doc__


def test_a_class_is_found_by_its_name_before_it_is_made(monkeypatch):
    monkeypatch.delattr(tools, "TranscribeTool", raising=False)
    assert tools.TranscribeTool is tool_class("transcribe")


def test_editors_and_dir_see_the_classes_before_they_are_made():
    assert set(langchain.OPERATIONS) <= set(dir(tools))


def test_a_class_that_does_not_exist_is_missing_as_usual():
    with pytest.raises(AttributeError, match="has no attribute 'NoSuchTool'"):
        tools.NoSuchTool  # noqa: B018 - looking it up is the test


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)
def test_an_example_is_one_that_the_operation_takes(operation):
    """The standard tests check it only against LangChain's own idea of a schema."""
    operation.start(example(operation)).close()
