import importlib
import runpy
import subprocess
import sys

import pytest

from assemblyai_tools import MissingExtraError, langchain


@pytest.mark.catalogue
@pytest.mark.parametrize("name", langchain.__all__)
def test_a_public_name_is_there(name):
    home = importlib.import_module(getattr(langchain, name).__module__)
    assert getattr(home, name) is getattr(langchain, name)


@pytest.mark.catalogue
def test_every_tool_is_public_and_listed():
    assert set(langchain.OPERATIONS) <= set(langchain.__all__)
    assert set(langchain.__all__) <= set(dir(langchain))
    assert sorted(langchain.__all__) == langchain.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Toolkit'"):
        langchain.Toolkit  # noqa: B018 - looking it up is the point


IMPORTS = """
import sys
from assemblyai_tools import MissingExtraError, langchain

for name in ("TranscribeTool", "AssemblyAIToolkit", "AssemblyAITranscriptLoader"):
    getattr(langchain, name)
    print(name, {"langgraph", "langchain", "langchain_core.vectorstores"} & sys.modules.keys())
"""


def test_an_import_loads_neither_langgraph_nor_vector_stores():
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "TranscribeTool set()",
        "AssemblyAIToolkit set()",
        "AssemblyAITranscriptLoader set()",
    ]


def test_without_langchain_the_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sys.modules["assemblyai_tools.lazy"], "is_installed", lambda _name: False)
    with pytest.raises(MissingExtraError, match=r"needs langchain-core.*pip install -e '.*\[langchain\]'"):
        runpy.run_path(langchain.__file__, run_name=langchain.__name__)
