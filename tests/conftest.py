"""What all tests share: the event loop backend, short recordings, and one running emulator."""

from pathlib import Path

import pytest

from assemblyai_tools.offline import emulator

AUDIO = Path(__file__).parent / "audio"
SCENARIOS = Path(__file__).parents[1] / "examples" / "scenarios"


def pytest_terminal_summary(terminalreporter):
    """Skipped tests are not worth a word, but for those that a browser is missing for: they are many."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if report.nodeid.startswith("tests/browser/")]
    if reasons:
        terminalreporter.line(f"{len(reasons)} tests were {reasons[0][0].lower()}{reasons[0][1:]}")


@pytest.fixture(scope="session", autouse=True)
def no_certificates(tmp_path_factory):
    """Each HTTP client would read the machine's certificates, which takes 25 ms, and no test speaks TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_keyring():
    """No test, and no process that one starts, reads the keyring of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def audio():
    """Short recordings: hello.flac has one voice, two_channels.flac and launch.ogg have one voice on each channel."""
    return AUDIO


@pytest.fixture(scope="session")
def running_emulator():
    """Settings for a real emulator process, which a worker's tests share. It knows the example scenarios."""
    with emulator(allowed_dirs=[AUDIO], arguments=["--scenarios", str(SCENARIOS)]) as settings:
        yield settings


@pytest.fixture(scope="session")
def standup():
    """A recording of two voices that the running emulator need not decode: its transcript is a scenario."""
    return "https://example.com/standup.mp3"
