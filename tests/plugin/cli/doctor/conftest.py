"""What the tests of `doctor` share: a service that accepts the key, and the checks that were made."""

import json

import pytest

from assemblyai_tools.cli.doctor import command as doctor


@pytest.fixture
def healthy(keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "good-key")
    return keyed


@pytest.fixture
def checked(call):
    """The checks of these names, as (state, what it says, what to do), and the exit code."""

    def run(*names, options=()):
        done = call(doctor, "--json", *options)
        assert done.stderr == "", done.stderr
        found = json.loads(done.stdout)
        assert found["ok"] == (done.exit_code == 0)
        return [
            (check["state"], check["says"], check["to_do"])
            for check in found["checks"]
            if check["name"].startswith(names)
        ], done.exit_code

    return run
