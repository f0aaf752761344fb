"""No secret goes to the log: neither in a message nor in a traceback, whichever package writes it."""

import logging
import traceback
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

from pydantic import SecretStr

from assemblyai_mcp.callers import key_of_this_request
from assemblyai_tools import KeyMask

_LOST = "a log message was left out, as it could not be written"
"""What is logged in place of a message whose arguments do not fit it."""


_UNMASKED = "a log message was left out, as it could not be searched for secrets"
"""What is logged in place of a message that could not be masked."""


@contextmanager
def masked_logs(*secrets: SecretStr | None) -> Generator[None]:
    """Mask these secrets, and the key of the request at work, in all that this process logs."""
    own = [secret.get_secret_value() for secret in secrets if secret]
    make = logging.getLogRecordFactory()

    def masked(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = make(*arguments, **named)
        try:
            key = key_of_this_request()
            _mask(record, [*own, *([key.get_secret_value()] if key else [])])
        except Exception:  # noqa: BLE001 - the logger's caller must not fail, and nothing unmasked may be shown
            record.msg, record.args = _UNMASKED, None
            record.exc_info = record.exc_text = None
        return record

    logging.setLogRecordFactory(masked)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)


def _mask(record: logging.LogRecord, secrets: Iterable[str]) -> None:
    mask = KeyMask(secrets)
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - the logger's caller must not fail, and the arguments may hold a secret
        message = _LOST
    shown = mask(message)
    if shown != message or message == _LOST:
        record.msg, record.args = shown, None
    if record.exc_info:
        trace = "".join(traceback.format_exception(*record.exc_info))
        shown = mask(trace)
        if shown != trace:
            record.exc_info, record.exc_text = None, shown.rstrip("\n")
