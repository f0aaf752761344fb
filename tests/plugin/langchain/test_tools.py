"""LangChain's standard unit tests for every tool; tests/recorded has its integration tests, on cassettes."""

import pytest
from langchain_tests.unit_tests import ToolsUnitTests
from pydantic import SecretStr
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, Settings
from assemblyai_tools.langchain import AssemblyAITool, class_name, tools

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
            return getattr(tools, class_name(operation.name))

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
    globals()[f"Test{class_name(operation.name)}"] = standard_tests(operation)
del operation

every_operation = pytest.mark.parametrize(
    "operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS]
)


@every_operation
def test_an_operation_has_a_tool_class_of_its_name(operation):
    name = class_name(operation.name)
    assert hasattr(tools, name), f"plugin/assemblyai_tools/langchain/tools.py has no class {name}: add it"
    assert getattr(tools, name).operation is operation


def test_no_tool_class_is_without_an_operation():
    kinds = {kind for kind in vars(tools).values() if isinstance(kind, type)} - {AssemblyAITool}
    assert {kind.__name__ for kind in kinds} <= {class_name(operation.name) for operation in ALL_OPERATIONS}


@every_operation
def test_an_example_is_one_that_the_operation_takes(operation):
    """The standard tests check it only against LangChain's own idea of a schema."""
    operation.start(example(operation)).close()
