"""The registry entry, the desktop bundle and the manual agree with the package and with each other."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from assemblyai_mcp.__main__ import _parser
from assemblyai_tools import Settings, __version__

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REGISTRY = json.loads((ROOT / "mcp_server/server.json").read_text())
BUNDLE = json.loads((ROOT / "mcp_server/mcpb/manifest.json").read_text())
MANUAL = (ROOT / "mcp_server/README.md").read_text()
(PACKAGE,) = REGISTRY["packages"]

_FULL = Settings(
    api_key=SecretStr("x"), llm_gateway_url="x", streaming_url="x", llm="lemur", llm_model="x", ledger="off"
)
VARIABLES = {"ASSEMBLYAI_REGION", "ASSEMBLYAI_MCP_STATE_KEY", "ASSEMBLYAI_MCP_TOKEN", *_FULL.to_env()}


def test_every_file_states_the_packages_version():
    versions = [REGISTRY["version"], PACKAGE["version"], BUNDLE["version"]]
    versions += [value.partition("==")[2] for value in arguments_of("runtimeArguments") if "==" in value]
    assert versions == [__version__] * 4


def arguments_of(kind):
    return [word["value"] for word in PACKAGE[kind]]


def test_the_registry_entry_starts_a_command_of_the_package_with_the_extra_that_it_needs():
    assert PACKAGE["identifier"] == PROJECT["name"]
    assert PACKAGE["identifier"] in PROJECT["scripts"], "uvx runs the command that is named like the package"
    assert arguments_of("runtimeArguments") == [f"{PROJECT['name']}[mcp]=={__version__}"]
    assert arguments_of("packageArguments") == ["mcp"]
    assert "mcp" in PROJECT["optional-dependencies"]


def test_the_readme_states_the_registry_name_where_the_registry_looks_for_it():
    assert f"<!-- mcp-name: {REGISTRY['name']} -->" in (ROOT / PROJECT["readme"]).read_text()
    assert len(REGISTRY["description"]) <= 100, "the registry's limit"


def test_every_variable_in_the_packaging_and_the_manual_is_one_that_the_server_reads():
    asked = {one["name"] for one in PACKAGE["environmentVariables"]} | set(
        BUNDLE["server"]["mcp_config"]["env"]
    )
    assert asked <= VARIABLES
    assert set(re.findall(r"\bASSEMBLYAI_[A-Z_]+", MANUAL)) <= VARIABLES


def test_keys_are_marked_as_secrets():
    secrets = {one["name"] for one in PACKAGE["environmentVariables"] if one["isSecret"]}
    assert secrets == {"ASSEMBLYAI_API_KEY"}
    assert [name for name, field in BUNDLE["user_config"].items() if field.get("sensitive")] == ["api_key"]


def test_the_bundle_starts_a_command_of_the_package():
    server = BUNDLE["server"]
    assert (ROOT / server["entry_point"]).is_file()
    assert server["mcp_config"]["args"][-1] in PROJECT["scripts"]
    assert set(re.findall(r"user_config\.(\w+)", json.dumps(server))) == set(BUNDLE["user_config"])


COMMANDS = re.findall(
    r"^ {4}(?:[A-Z_]+=\S+ )*(?:\S+/)?assemblyai-mcp (--\S.*?)(?: *#.*)?$", MANUAL, re.MULTILINE
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_the_manual_parses(command):
    assert _parser().parse_args(shlex.split(command))


def test_the_manual_shows_commands_and_mentions_every_option():
    assert len(COMMANDS) >= 4
    options = {
        word for action in _parser()._actions for word in action.option_strings if word.startswith("--")
    }
    assert {option for option in options if not re.search(rf"{option}(?![a-z-])", MANUAL)} <= {
        "--help",
        "--version",
    }


@pytest.mark.parametrize("snippet", re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL))
def test_a_snippet_for_a_chat_client_starts_the_server(snippet):
    (servers,) = json.loads(snippet).values()
    for server in servers.values():
        assert server["command"].endswith("/assemblyai-mcp")
        assert set(server["env"]) <= VARIABLES
