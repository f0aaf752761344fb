"""Running the jobs with a model of any provider."""

import json

import pytest
from tests.evals.chat_completions import USED, provider
from tests.evals.commands import python

PER_MILLION = {"input": 1.0, "output": 1000.0, "input_cache_write": 0.0, "input_cache_read": 0.0}
MODEL = "openai-api/local/right"


SHORT = "import evals.inspecting.tasks as tasks, evals.__main__ as program; tasks.MOST_MESSAGES = 10; "
"""Conversations end early: captions_saved takes more messages with the endpoints."""


def test_a_provider_over_http_does_the_jobs_and_has_its_turns_tokens_and_dollars_in_the_table(tmp_path):
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps({MODEL: PER_MILLION}))
    jobs = ("--job", "delete_declined", "--job", "captions_saved")
    arguments = ["--model", MODEL, "--prices", str(prices), *jobs, "--to", str(tmp_path)]
    with provider() as url:
        run = f"{SHORT}program.main({arguments})"
        done = python(tmp_path, "-c", run, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))
    assert [(one["side"], one["job"], one["problem"]) for one in found] == [
        ("tools", "delete_declined", ""),
        ("tools", "captions_saved", ""),
        ("endpoints", "delete_declined", ""),
        ("endpoints", "captions_saved", "broken off: the message limit"),
    ]
    for one in found:
        assert one["input_tokens"] == one["turns"] * USED[0]
        assert one["output_tokens"] == one["turns"] * USED[1]
        assert one["cost"] == pytest.approx((one["input_tokens"] + 1000 * one["output_tokens"]) / 1e6)
    assert "| delete_declined | yes | 4 | 4,040 | $0.0440 | yes | 3 | 3,030 | $0.0330 |" in done.stdout
    assert "- captions_saved, a tool for each endpoint: broken off: the message limit\n" in done.stdout
    assert (tmp_path / "report.md").read_text(encoding="utf-8") in done.stdout


SEEN = """
import anyio, json
from inspect_ai.tool import ToolParams
from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, Settings

KNOWN = {"additionalProperties", "anyOf", "default", "description", "enum", "items", "properties", "required", "type"}

def unknown(schema):
    for key, value in schema.items():
        if key == "properties":
            for one in value.values():
                yield from unknown(one)
        else:
            yield from {key} - KNOWN
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield from unknown(one)

async def main():
    for tool in await ToolServer(AsyncClient(Settings(api_key="any"))).list_tools():
        assert not (left_out := set(unknown(tool.input_schema))), (tool.name, left_out)
        seen = ToolParams.model_validate(tool.input_schema).model_dump(exclude_none=True)
        assert seen == {"required": [], **tool.input_schema}, (tool.name, seen)

anyio.run(main)
"""


def test_a_model_sees_the_definitions_that_the_server_offers(tmp_path):
    done = python(tmp_path, "-c", SEEN)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_jobs_need_nothing_of_inspect_ai(tmp_path):
    imports = "import sys, evals.scripts.policy, evals.sides.mcp_server, evals.sides.endpoints, evals.report"
    done = python(tmp_path, "-c", f"{imports}; print([name for name in sys.modules if 'inspect_ai' in name])")
    assert done.stdout == "[]\n", done.stderr
