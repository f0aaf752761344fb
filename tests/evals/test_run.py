"""Running the jobs with a model of any provider."""

import json
import signal
import threading

import pytest
from tests.chat_provider import running
from tests.evals.commands import python, started
from tests.evals.openai_provider import USED, Handler, provider

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
    assert "inspect view --log-dir" in done.stdout
    assert "decoded" not in done.stderr


def test_the_model_of_the_manual_is_asked_by_openais_responses(tmp_path):
    arguments = ("--model", "openai/right", "--job", "quote", "--to", str(tmp_path))
    with provider() as url:
        done = python(tmp_path, "-m", "evals", *arguments, OPENAI_BASE_URL=url, OPENAI_API_KEY="any")
    assert done.returncode == 0, done.stderr
    assert "| quote | yes | 3 | 3,030 | - | yes | 3 | 3,030 | - |" in done.stdout


def test_several_sides_may_be_named(tmp_path):
    sides = ("--side", "endpoints", "--side", "tools")
    done = python(tmp_path, "-m", "evals", "--job", "wrong_id", *sides, "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))
    assert {(one["side"], one["problem"]) for one in found} == {("tools", ""), ("endpoints", "")}


def test_only_work_counts_against_a_jobs_time_not_waiting_at_a_providers_limit(tmp_path):
    done = python(tmp_path, "-m", "evals", "--job", "wrong_id", "--side", "tools", "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (log,) = (tmp_path / "logs").iterdir()
    limits = "from inspect_ai.log import read_eval_log as read; import sys; found = read(sys.argv[1]).eval.config; "
    done = python(tmp_path, "-c", f"{limits}print(found.working_limit, found.time_limit)", str(log))
    assert done.stdout == "900 None\n"


def test_each_run_has_a_folder_of_its_own(tmp_path):
    run = (
        f"import evals.__main__ as program, pathlib; program._FOLDER = pathlib.Path({str(tmp_path / 'evals')!r}); "
        "arguments = ['--job', 'wrong_id', '--side', 'tools']; program.main(arguments); program.main(arguments)"
    )
    done = python(tmp_path, "-c", run)
    assert done.returncode == 0, done.stderr
    folders = sorted((tmp_path / "evals").iterdir())
    assert [{one.name for one in folder.iterdir()} for folder in folders] == (
        [{"report.md", "outcomes.json", "logs", "emulator.log"}] * 2
    )
    assert all(f"{folder}/report.md" in done.stdout for folder in folders)


class Stuck(Handler):
    """Does not answer in the job with movie.wav, until the client has gone."""

    reached, left = threading.Event(), threading.Event()

    def complete(self, body):
        if "movie.wav" in json.dumps(body["messages"]):
            self.reached.set()
            self.rfile.read(1)
            self.left.set()
        else:
            super().complete(body)


ONE_BY_ONE = (
    "import inspect_ai, functools; inspect_ai.eval = functools.partial(inspect_ai.eval, max_samples=1); "
)
"""So that the first job has ended when the second begins."""


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_ctrl_c_keeps_what_was_finished(tmp_path, times):
    jobs = ("--job", "wrong_id", "--job", "too_large")
    models = ("--model", MODEL, "--model", "scripted/right")
    arguments = [*models, *jobs, "--to", str(tmp_path)]
    run = f"{ONE_BY_ONE}import sys, evals.__main__ as program; sys.exit(program.main({arguments}))"
    Stuck.reached.clear()
    Stuck.left.clear()
    with running(Stuck) as url:
        process = started(tmp_path, "-c", run, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
        Stuck.reached.wait()
        process.send_signal(signal.SIGINT)
        if times > 1:
            Stuck.left.wait()
            process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    found = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))
    assert [(one["model"], one["side"], one["job"], one["problem"]) for one in found] == [
        (MODEL, "tools", "wrong_id", "")
    ]
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "- 1 of 2 jobs not finished, our tools: the run was stopped\n" in report
    assert "- 2 of 2 jobs not finished, a tool for each endpoint: the run was stopped\n" in report
    assert f"Stopped. What was finished is in {tmp_path}/report.md" in out


IMPATIENT = """
import os, signal, sys
import evals.__main__ as program, evals.inspecting.run as running
read = running.read_eval_log
def interrupted(file):
    os.kill(os.getpid(), signal.SIGINT)
    return read(file)
running.read_eval_log = interrupted
"""
"""Ctrl-C comes once more while the log of the stopped run is read."""


def test_one_more_ctrl_c_loses_nothing_and_ctrl_c_works_again_afterwards(tmp_path):
    arguments = ["--model", MODEL, "--job", "wrong_id", "--job", "too_large", "--to", str(tmp_path)]
    after = "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    run = f"{ONE_BY_ONE}{IMPATIENT}code = program.main({arguments}); {after}; sys.exit(code)"
    Stuck.reached.clear()
    with running(Stuck) as url:
        process = started(tmp_path, "-c", run, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
        Stuck.reached.wait()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130, err
    found = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))
    assert [(one["job"], one["problem"]) for one in found] == [("wrong_id", "")]
    assert out.endswith("\nTrue\n")


class Gone(Handler):
    """Takes no request with tools."""

    def complete(self, body):
        if not body.get("tools"):
            return super().complete(body)
        return self.reply(401, "application/json", json.dumps({"error": {"message": "the budget is spent"}}))


BREAKS = """
import inspect_ai
whole = inspect_ai.eval
def broken(task, model, **settings):
    if "broken" in str(model):
        raise RuntimeError("it cannot be loaded")
    return whole(task, model=model, **settings)
inspect_ai.eval = broken
"""


def test_a_model_that_cannot_run_takes_no_other_models_table(tmp_path):
    models = (
        "--model",
        "openai-api/local/broken",
        "--model",
        "openai-api/local/refused",
        "--model",
        "scripted/right",
    )
    arguments = [*models, "--job", "wrong_id", "--job", "token", "--side", "tools", "--to", str(tmp_path)]
    run = f"{BREAKS}\nimport sys, evals.__main__ as program\nsys.exit(program.main({arguments}))"
    with running(Gone) as url:
        done = python(tmp_path, "-c", run, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
    assert done.returncode == 1, done.stderr
    first, second, third = (tmp_path / "report.md").read_text(encoding="utf-8").split("\n# ")
    assert first.endswith("- 2 of 2 jobs not finished, our tools: RuntimeError: it cannot be loaded\n")
    assert second.count("the budget is spent") == 1
    assert "- 2 of 2 jobs not finished, our tools: " in second
    assert "| **all** | 2 of 2 |" in third


def test_another_description_of_the_api_gives_the_endpoints_tools(tmp_path):
    document = tmp_path / "openapi.yml"
    document.write_text("paths: {/v2/lonely: {get: {operationId: lonely, summary: Be alone.}}}")
    seen = []

    class Noting(Handler):
        def complete(self, body):
            seen.append({tool["function"]["name"] for tool in body.get("tools", ())})
            super().complete(body)

    arguments = ("--model", MODEL, "--job", "minutes", "--openapi", str(document), "--to", str(tmp_path))
    with running(Noting) as url:
        done = python(tmp_path, "-m", "evals", *arguments, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
    assert done.returncode == 0, done.stderr
    assert seen[-1] == {"lonely", "list_files", "write_file", "save_url", "wait"}
    assert "transcribe" in seen[1], "the first is the question whether the model is there"


class Unknown(Handler):
    """Knows no key."""

    def complete(self, body):
        self.reply(401, "application/json", json.dumps({"error": {"message": "this key is not known"}}))


def test_a_model_that_does_not_answer_is_told_of_before_anything_is_run(tmp_path):
    with running(Unknown) as url:
        arguments = ("--model", "scripted/right", "--model", MODEL, "--to", str(tmp_path / "run"))
        done = python(tmp_path, "-m", "evals", *arguments, LOCAL_BASE_URL=url, LOCAL_API_KEY="any")
    assert (done.returncode, (tmp_path / "run").exists()) == (2, False)
    assert done.stderr.startswith(f"Nothing was run. {MODEL} does not answer: ")
    assert "this key is not known" in done.stderr
    assert done.stderr.count("\n") == 1


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
