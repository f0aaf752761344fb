"""What the server logs shows no secret, whoever logs it."""

import io
import logging
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from assemblyai_mcp import __main__
from assemblyai_mcp.callers import Callers, Guests
from assemblyai_mcp.logs import log_masking
from assemblyai_mcp.logs.log_masking import masked_logs
from assemblyai_mcp.request_key import REQUEST_KEY, RequestKey
from assemblyai_tools import AsyncClient, Settings

KEY = "4b1d7c09e2f85a3361c0d94ea7b25f18"
TOKEN = "t0ken-of-the-server-0123456789"


@pytest.fixture
def log():
    """A logger of any package, and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("any.package")
    logger.addHandler(handler)
    with masked_logs(SecretStr(KEY), None, SecretStr(TOKEN)):
        yield logger, written
    logger.removeHandler(handler)


def raised(text):
    """An error with a traceback."""
    with pytest.raises(ValueError, match=text) as caught:
        raise ValueError(text)
    return caught.value


@pytest.mark.parametrize("secret", [KEY, KEY.upper(), KEY.encode().hex(), TOKEN])
def test_a_secret_in_a_message_or_its_arguments_is_masked(log, secret):
    logger, written = log
    logger.warning("sent %s to %s", f"Bearer {secret}", "there")
    logger.warning("sent " + secret)  # noqa: G003 - as others may log
    assert written.getvalue() == "sent Bearer [api key] to there\nsent [api key]\n"


def test_a_secret_in_a_traceback_is_masked(log):
    logger, written = log
    logger.error("a bug", exc_info=raised(f"illegal header {KEY}"))
    assert written.getvalue().startswith("a bug\nTraceback (most recent call last):\n")
    assert written.getvalue().endswith("ValueError: illegal header [api key]\n")


def test_other_messages_and_tracebacks_stay_as_they_are(log):
    logger, written = log
    logger.warning("%s failed", "t1", exc_info=raised("no"))
    assert written.getvalue().startswith("t1 failed\nTraceback")
    assert written.getvalue().endswith("ValueError: no\n")


def test_a_message_whose_arguments_do_not_fit_is_left_out(log):
    logger, written = log
    logger.warning("%d", KEY)
    assert written.getvalue() == "a log message was left out, as it could not be written\n"


def test_a_message_that_cannot_be_masked_is_left_out_and_the_caller_goes_on(log, monkeypatch):
    def fail(*_):
        raise MemoryError(KEY)

    logger, written = log
    monkeypatch.setattr(log_masking, "KeyMask", fail)
    logger.error("sent %s", KEY, exc_info=raised(KEY))
    assert written.getvalue() == "a log message was left out, as it could not be searched for secrets\n"


def test_an_error_that_cannot_be_shown_does_not_stop_its_logger(log):
    class OddError(Exception):
        @property
        def __notes__(self):
            raise RuntimeError(KEY)

    logger, written = log
    logger.error("a bug", exc_info=OddError(KEY))
    assert KEY not in written.getvalue()
    assert written.getvalue().count("\n") >= 1


async def test_the_key_of_the_request_at_work_is_masked_and_forgotten_with_it(log):
    logger, written = log
    other = "99d1f0b7c3a85e2246c1d07ea4b98f53"
    callers = Callers(AsyncClient(Settings(ledger="off")), guests=Guests(may_use_files=False))
    held = RequestKey(SecretStr(other))

    async def handle(_):
        logger.warning("now %s", other)

    await callers.remember_key(SimpleNamespace(request=SimpleNamespace(scope={REQUEST_KEY: held})), handle)
    assert written.getvalue() == "now [api key]\n"


def test_the_command_masks_its_own_key_and_token_and_nothing_after_it_has_ended(monkeypatch):
    seen = []

    def serve(*_, **__):
        made = logging.getLogRecordFactory()("any", logging.INFO, "a.py", 1, f"{KEY} {TOKEN}", (), None)
        seen.append(made.getMessage())

    monkeypatch.setenv("ASSEMBLYAI_API_KEY", KEY)
    monkeypatch.setenv("ASSEMBLYAI_MCP_TOKEN", TOKEN)
    monkeypatch.setattr(__main__, "_serve", serve)
    assert __main__.main([]) == 0
    assert seen == ["[api key] [api key]"]
    assert logging.getLogRecordFactory() is logging.LogRecord
