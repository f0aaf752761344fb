"""requirements/install.sh: what is installed is shown, and a certificate that uv does not trust is no end."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "requirements" / "install.sh"
ARGUMENTS = [
    "pip",
    "install",
    "--python",
    ".venv/bin/python",
    "--build-constraint",
    "build.txt",
    "--editable",
    ".",
]

UV = """#!/bin/sh
echo "uv $UV_SYSTEM_CERTS $*" >>calls
case "$*" in *--dry-run*) cat reason; exit 2;; esac
echo "Resolved 2 packages" >&2
echo " + idna==1" >&2
[ "$UV_SYSTEM_CERTS" = true ] && exit "$(cat system)"
exit "$(cat plain)"
"""
PIP = """#!/bin/sh
echo "python $*" >>calls
case "$*" in
"-m pip --version") [ -e has-pip ] ;;
"-m ensurepip") [ -e brings-pip ] ;;
esac
"""


@pytest.fixture
def install(tmp_path):
    """Run the script with stand-ins for uv and pip; gives its exit code, its stderr, and what it called."""

    def run(*, plain=0, system=0, reason="", pip="has-pip"):
        (tmp_path / ".venv/bin").mkdir(parents=True)
        for name, code in (("uv", UV), ("python", PIP)):
            (tmp_path / ".venv/bin" / name).write_text(code)
            (tmp_path / ".venv/bin" / name).chmod(0o755)
        (tmp_path / pip).touch()
        for name, value in (("plain", plain), ("system", system), ("reason", reason)):
            (tmp_path / name).write_text(str(value))
        done = subprocess.run(
            ["sh", str(SCRIPT), *ARGUMENTS],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == ""
        return done.returncode, done.stderr, (tmp_path / "calls").read_text().splitlines()

    return run


def test_a_line_a_step_is_shown_where_there_is_no_terminal(install):
    assert install() == (0, "Resolved 2 packages\n", [f"uv  {' '.join(ARGUMENTS)}"])


def test_a_failure_that_has_nothing_to_do_with_certificates_is_one(install):
    code, _, calls = install(plain=3, reason="error: no such package")
    assert code == 3
    assert len(calls) == 2


def test_where_uv_trusts_no_certificate_it_tries_those_of_the_machine(install):
    code, said, calls = install(plain=2, reason="cause: invalid peer certificate: UnknownIssuer")
    assert code == 0
    assert "trying the machine's own certificates" in said
    assert calls[-1] == f"uv true {' '.join(ARGUMENTS)}"


def test_where_these_do_not_help_pip_installs_what_builds_and_then_the_same(install):
    code, said, calls = install(plain=2, system=2, reason="invalid peer certificate: UnknownIssuer")
    assert code == 0
    assert "PIP_CERT=FILE" in said
    command = "python -m pip install --disable-pip-version-check"
    assert calls[-2:] == [
        f"{command} --require-hashes --quiet --requirement requirements/build.txt",
        f"{command} --no-build-isolation --editable .",
    ]


def test_where_uv_made_the_environment_pip_is_added_first(install):
    code, _, calls = install(
        plain=2, system=2, reason="invalid peer certificate: UnknownIssuer", pip="brings-pip"
    )
    assert code == 0
    assert calls[-4:-2] == ["python -m pip --version", "python -m ensurepip"]
    assert calls[-1].endswith("--no-build-isolation --editable .")


def test_where_there_is_no_pip_at_all_that_is_said_and_the_failure_is_uvs(install):
    code, said, calls = install(
        plain=2, system=2, reason="invalid peer certificate: UnknownIssuer", pip="no-pip"
    )
    assert (code, calls[-1]) == (2, "python -m ensurepip")
    assert "There is no pip in .venv" in said
    assert said.endswith("name the certificates for uv: SSL_CERT_FILE=FILE make ...\n")
