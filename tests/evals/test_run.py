"""Running the jobs with a model of any provider."""

import json

import pytest
from tests.evals.commands import outcomes, python

PER_MILLION = {"input": 1.0, "output": 1000.0, "input_cache_write": 0.0, "input_cache_read": 0.0}


def test_a_model_has_its_turns_tokens_and_dollars_in_the_table(tmp_path):
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps({"scripted/wrong": PER_MILLION}))
    options = ("--model", "scripted/wrong", "--prices", str(prices), "--job", "token")
    found, printed = outcomes(tmp_path, *options)
    assert [(one["side"], one["job"], one["turns"]) for one in found] == [
        ("tools", "token", 2),
        ("endpoints", "token", 1),
    ]
    for one in found:
        assert one["problem"] == "no token was made for these times"
        assert 100 < one["input_tokens"] < 100_000
        assert 1 <= one["output_tokens"] < 200
        assert one["cost"] == pytest.approx((one["input_tokens"] + 1000 * one["output_tokens"]) / 1e6)
    tokens = [f"{one['input_tokens'] + one['output_tokens']:,}" for one in found]
    costs = [f"${one['cost']:.4f}" for one in found]
    ours, endpoints = zip(tokens, costs, strict=True)
    assert f"| token | no | 2 | {' | '.join(ours)} | no | 1 | {' | '.join(endpoints)} |" in printed
    assert (tmp_path / "report.md").read_text(encoding="utf-8") in printed


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
