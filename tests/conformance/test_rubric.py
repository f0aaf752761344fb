"""A public rubric of what makes a server good for agents (https://docs.mcpscore.dev), over stdio and HTTP.

It is applied offline, and no language model takes part.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LEFT = {
    "capability_prompts_list_changed": "the lists never change while the server runs, so there is nothing to notify of",
    "capability_resources_list_changed": "as the prompts' list",
    "capability_tools_list_changed": "as the prompts' list",
    "protocol_version_supported_versions_include_negotiated": "the SDK answers server/discover, which only clients of "
    "2026-07-28 send, with the revisions that have no handshake; older clients negotiate theirs in initialize",
    "server_icons_present": "every result of 2026-07-28 repeats the server's icons, at a cost to each call",
    "server_websiteurl_present": "the project has no page on the web yet",
    "smoke_unknown_tool": "a protocol error ends the run of many agents; the result says which tools there are",
    "tools_input_properties_documented": "an argument such as transcript_id says all in its name, and each description "
    "is paid for by every conversation",
    "tools_output_properties_documented": "models read a result's text, which names its units; the views' docstrings "
    "describe their fields",
}
"""The rules that the server breaks, on purpose or because the SDK does, and why."""

LEFT_OVER_HTTP = {
    "security_tls_enabled": "on loopback there is no TLS; a server for others stands behind a proxy that has it",
    "transport_invalid_request_error_code": "the SDK answers what is no JSON-RPC with -32602 instead of -32600",
}
"""The same of the rules that are applied over HTTP only."""

SMOKE_FAILED = 4
"""The exit code if a call of a tool went otherwise than the rubric expects."""

PROGRAM = Path(sys.executable).with_name("mcpscore")
STDIO = ("--stdio", sys.executable, "-m", "assemblyai_mcp", "--offline")


@pytest.mark.skipif(not PROGRAM.exists(), reason="the rubric is not installed: make conformance")
@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_no_rule_is_broken_but_those_that_are_left_for_a_reason(request, transport, tmp_path):
    """With --smoke it also calls the tools that only read: schemas must hold, and wrong arguments be refused."""
    over_http = transport == "http"
    target = (request.getfixturevalue("url"),) if over_http else STDIO
    left = LEFT | LEFT_OVER_HTTP if over_http else LEFT
    done = subprocess.run(
        [PROGRAM, "--no-config", "--json", "--smoke", *target],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, SMOKE_FAILED), done.stderr
    report = json.loads(done.stdout)
    assert not report["partial"], report["partial_reason"]
    assert report["smoke"]["summary"]["passed"] > 0, "nothing was called"
    results = report["results"] + report["readiness"]["results"]
    broken = {result["rule_id"]: result["message"] for result in results if not result["passed"]}
    checks = report["smoke"]["checks"]
    broken |= {check["check_id"]: check["message"] for check in checks if check["verdict"] == "fail"}
    assert {rule: message for rule, message in broken.items() if rule not in left} == {}
    assert set(left) - set(broken) == set(), "no longer broken, or no longer a rule"
