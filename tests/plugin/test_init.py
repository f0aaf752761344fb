import subprocess
import sys
from importlib.metadata import version

import pytest

import assemblyai_tools
from assemblyai_tools import ALL_OPERATIONS, AssemblyAIError, Operation, async_client, errors


@pytest.mark.catalogue
def test_every_public_name_exists_under_its_own_name():
    for name in assemblyai_tools.__all__:
        value = getattr(assemblyai_tools, name)
        assert getattr(value, "__name__", getattr(value, "name", name)) == name
    assert len(set(assemblyai_tools.__all__)) == len(assemblyai_tools.__all__)


@pytest.mark.catalogue
def test_every_operation_is_public():
    public = {name: getattr(assemblyai_tools, name) for name in assemblyai_tools.__all__}
    found = {name: value for name, value in public.items() if isinstance(value, Operation)}
    assert found == {operation.name: operation for operation in ALL_OPERATIONS}


def test_the_version_is_the_installed_packages():
    assert assemblyai_tools.__version__ == version("assemblyai-tools")


def test_every_error_is_public():
    kinds = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert {name for name in kinds if issubclass(getattr(errors, name), AssemblyAIError)} <= set(
        assemblyai_tools.__all__
    )


def test_the_async_client_is_public_too():
    assert assemblyai_tools.AsyncClient is async_client.AsyncClient


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'assemblyai_tools' has no attribute 'Clinet'"):
        assemblyai_tools.Clinet  # noqa: B018 - looking it up is the test


@pytest.mark.catalogue
def test_dir_lists_the_public_names_before_they_are_imported():
    assert set(assemblyai_tools.__all__) <= set(dir(assemblyai_tools))


OPERATIONS = "assemblyai_tools.operations"


def imported_by(statement):
    """The heavy packages and modules that a new Python process has imported after a statement."""
    names = ("asyncio", "httpx", "pydantic", "langchain_core", "mcp", "starlette", f"{OPERATIONS}.reasoning")
    code = f"{statement}; import sys; print([name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import assemblyai_tools", "[]"),
        ("from assemblyai_tools import NotFoundError", "[]"),
        ("from assemblyai_tools import transcribe", "['pydantic']"),
        ("from assemblyai_tools import Client, upload_file", "['httpx', 'pydantic']"),
        ("from assemblyai_tools import summarize", f"['pydantic', '{OPERATIONS}.reasoning']"),
        ("from assemblyai_tools import ALL_OPERATIONS", f"['pydantic', '{OPERATIONS}.reasoning']"),
    ],
)
def test_a_name_imports_only_what_it_needs(statement, names):
    assert imported_by(statement) == names
