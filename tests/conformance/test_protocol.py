"""The scenarios of the public conformance suite that apply to a server with its own tools."""

import re
from pathlib import Path

import pytest

EXPECTED = Path(__file__).with_name("expected.yml")

HANDSHAKE = (
    "server-initialize",
    "server-session-lifecycle",
    "ping",
    "tools-list",
    "resources-list",
    "prompts-list",
    "completion-complete",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
)
MODERN = (
    "server-stateless",
    "tools-list",
    "resources-list",
    "prompts-list",
    "completion-complete",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
    "caching",
    "http-header-validation",
    "sep-2164-resource-not-found",
    "input-required-result-unsupported-methods",
)
TASKS = (
    "tasks-lifecycle",
    "tasks-capability-negotiation",
    "tasks-wire-fields",
    "tasks-request-state-removal",
    "tasks-mrtr-input",
    "tasks-request-headers",
    "tasks-dispatch-and-envelope",
    "tasks-required-task-error",
    "tasks-mrtr-composition",
)
"""All but tasks-status-notifications, which the suite itself skips: it checks nothing yet."""


@pytest.mark.parametrize(
    ("version", "scenario"),
    [*(("2025-11-25", name) for name in HANDSHAKE), *(("2026-07-28", name) for name in MODERN)],
)
def test_the_server_conforms(tool, url, tmp_path, version, scenario):
    options = ["--url", url, "--scenario", scenario, "--spec-version", version, "-o", str(tmp_path)]
    if scenario == "server-stateless":
        options += ["--expected-failures", str(EXPECTED)]
    code, output, errors = tool("conformance", "server", *options)
    assert code == 0, output + errors
    passed = re.search(r"Passed: (\d+)/\d+", output)
    assert passed, output
    assert int(passed[1]) > 0, "a scenario that checked nothing proves nothing"


@pytest.mark.parametrize("scenario", TASKS)
def test_the_tasks_extension_conforms(tool, tasks_url, tmp_path, scenario):
    options = ["--url", tasks_url, "--scenario", scenario, "--force", "-o", str(tmp_path)]
    code, output, errors = tool("conformance", "server", *options)
    assert code == 0, output + errors
    passed = re.search(r"Passed: (\d+)/\d+", output)
    assert passed, output
    assert int(passed[1]) > 0, "a scenario that checked nothing proves nothing"
