import importlib
import subprocess
import sys

import pytest

from assemblyai_tools import ALL_OPERATIONS, langchain


@pytest.mark.catalogue
@pytest.mark.parametrize("name", langchain.__all__)
def test_a_public_name_is_there(name):
    home = importlib.import_module(getattr(langchain, name).__module__)
    assert getattr(home, name) is getattr(langchain, name)


@pytest.mark.catalogue
def test_every_tool_is_public_and_listed():
    assert {langchain.class_name(operation.name) for operation in ALL_OPERATIONS} <= set(langchain.__all__)
    assert set(langchain.__all__) <= set(dir(langchain))
    assert sorted(langchain.__all__) == langchain.__all__


def test_another_name_is_not():
    with pytest.raises(AttributeError, match="has no attribute 'Toolkit'"):
        langchain.Toolkit  # noqa: B018 - looking it up is the point


@pytest.mark.parametrize("name", ["AssemblyAIToolkit", "TranscribeTool", "AssemblyAITranscriptLoader"])
def test_an_import_brings_in_neither_langgraph_nor_vector_stores(name):
    code = (
        f"import sys; from assemblyai_tools.langchain import {name}\n"
        "print([name for name in sys.modules if name in "
        "('langgraph', 'langchain', 'langchain_core.vectorstores')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
