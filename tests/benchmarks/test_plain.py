import subprocess
import sys

import pytest
from benchmarks import plain


def test_a_measured_python_has_what_users_have_and_not_what_developers_have():
    code = "import httpx, sys; print('rich' in sys.modules, httpx.main.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=plain.environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "httpx"]


@pytest.mark.parametrize(("before", "kept"), [("/somewhere", 2), (None, 1)])
def test_other_folders_are_kept(monkeypatch, before, kept):
    if before:
        monkeypatch.setenv("PYTHONPATH", before)
    else:
        monkeypatch.delenv("PYTHONPATH", raising=False)
    assert len(plain.environment()["PYTHONPATH"].split(":")) == kept
