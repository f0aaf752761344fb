"""What cannot be run is said in one line, before anything is run and paid for."""

import json

import pytest
from tests.evals.commands import python

MODEL = ("--model", "openai-api/local/right")
KEY = {"LOCAL_API_KEY": "any", "LOCAL_BASE_URL": "http://127.0.0.1:9/v1"}

PRICE = {"input": 1.0, "output": 4.0, "input_cache_read": 0.1, "input_cache_write": 1.0}
FILES = {
    "broken.json": "{",
    "other.json": json.dumps({"openai/gpt-5-mini": PRICE}),
    "short.json": json.dumps({"openai-api/local/right": {"input": 1.0}}),
    "negative.json": json.dumps({"openai-api/local/right": PRICE | {"input": -1.0}}),
    "nan.json": json.dumps({"openai-api/local/right": PRICE | {"input": float("nan")}}),
    "misspelt.json": json.dumps({"openai-api/local/right": PRICE | {"ouput": 4.0}}),
    "list.yml": "- a\n- b\n",
    "broken.yml": "a: [",
    "lost.yml": "paths: {/a: {get: {parameters: [{$ref: '#/components/parameters/id'}]}}}",
    "nameless.yml": "paths: {/a: {get: {parameters: [{in: query}]}}}",
    "empty.yml": "paths: {}",
    "good.yml": "paths: {/v2/transcript: {get: {operationId: list, summary: List them.}}}",
}


CASES = [
    (("--job", "quot,token"), "There is no job 'quot'. Did you mean quote?"),
    (("--job", "nope"), "There is no job 'nope'. There are captions_saved, captions_narrow"),
    (("--side", "both"), "There is no side 'both'. There are tools, endpoints."),
    (("--model", "gpt-5"), "'gpt-5' is no model. Write PROVIDER/NAME"),
    (("--model", "openai/"), "'openai/' is no model."),
    (("--model", "unheard/of"), "Model API unheard of model 'unheard/of' not recognized."),
    (("--model", "scripted/clever"), "There is no policy clever; there are right, wrong, idle."),
    (("--model", "openai/gpt-5-mini"), "OPENAI_API_KEY"),
    (("--model", "anthropic/claude"), "No ANTHROPIC_API_KEY defined in the environment."),
    (("--model", "mistral/small"), "Install with: .venv/bin/pip install mistralai"),
    ((*MODEL, "--prices", "{folder}/none.json"), "none.json: No such file or directory"),
    ((*MODEL, "--prices", "{folder}"), "Is a directory"),
    ((*MODEL, "--prices", "{folder}/broken.json"), "Invalid JSON"),
    ((*MODEL, "--prices", "{folder}/short.json"), "openai-api/local/right output: Field required"),
    ((*MODEL, "--prices", "{folder}/negative.json"), "input: Input should be greater than or equal to 0"),
    ((*MODEL, "--prices", "{folder}/nan.json"), "input: Input should be a finite number"),
    ((*MODEL, "--prices", "{folder}/misspelt.json"), "ouput: Extra inputs are not permitted"),
    ((*MODEL, "--prices", "{folder}/other.json"), "no price of openai-api/local/right"),
    ((*MODEL, "--openapi", "{folder}/none.yml"), "none.yml: No such file or directory"),
    ((*MODEL, "--openapi", "{folder}/list.yml"), "list.yml is no OpenAPI file"),
    ((*MODEL, "--openapi", "{folder}/broken.yml"), "broken.yml is no OpenAPI file"),
    ((*MODEL, "--openapi", "{folder}/lost.yml"), "lost.yml is no OpenAPI file"),
    ((*MODEL, "--openapi", "{folder}/nameless.yml"), "nameless.yml is no OpenAPI file"),
    ((*MODEL, "--openapi", "{folder}/empty.yml"), "empty.yml describes no endpoint"),
    (("--openapi", "{folder}/good.yml"), "Another OpenAPI file needs a real model"),
]
"""Arguments, and a part of what is said of them."""

ALL = """
import contextlib, io, json, sys
from evals.__main__ import main

def said(arguments):
    with contextlib.redirect_stderr(io.StringIO()) as stderr:
        status = main(arguments)
    return status, stderr.getvalue()

print(json.dumps([said(arguments) for arguments in json.loads(sys.argv[1])]))
"""
"""All cases in one process, as inspect-ai takes seconds to start."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("settings")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def replies(folder):
    """The exit status and the message of each case."""
    given = [
        [*(one.format(folder=folder) for one in arguments), "--to", str(folder / "run")]
        for arguments, _ in CASES
    ]
    done = python(folder, "-c", ALL, json.dumps(given), **KEY)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[" ".join(arguments) for arguments, _ in CASES])
def test_a_setting_that_cannot_be_used_is_said_in_one_line_and_nothing_is_run(folder, replies, number):
    status, message = replies[number]
    assert (status, (folder / "run").exists()) == (2, False), message
    assert message.startswith("Nothing was run. ")
    assert message.count("\n") == 1, message
    assert CASES[number][1] in message
