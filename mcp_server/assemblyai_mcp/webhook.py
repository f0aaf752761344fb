"""The server's own webhook: jobs are started with it, so that the service reports their end and we need not poll."""

import re
import secrets
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_tools import TranscriptReadyNotification, Watch, WebhookReceiver

WEBHOOK_PATH = "/webhook"

_HEADER = "X-AssemblyAI-MCP-Webhook"
"""The header in which the service sends back our secret."""

_URL = "webhook_url"
"""The argument of an operation that takes a webhook."""


class Webhook:
    """Receives the service's notifications. Its secret is new at every start, and only the service gets it."""

    def __init__(self, public_url: str) -> None:
        self._url = public_url.rstrip("/") + WEBHOOK_PATH
        self._secret = secrets.token_urlsafe(32)
        self._watches: WeakSet[Watch] = WeakSet()
        self.receiver = WebhookReceiver(
            header_name=_HEADER, header_value=self._secret, on_notification=self._notify_watches
        )

    @property
    def watch(self) -> Watch:
        """The watch for the server's own account."""
        return self.receiver.watch

    def new_watch(self) -> Watch:
        """A watch for one call of another account: accounts must not read each other's lists."""
        watch = Watch()
        watch.webhook = self.watch.webhook
        self._watches.add(watch)
        return watch

    def added_to(self, operation: AnyOperation, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments plus this webhook, if the operation takes one and the caller gave none."""
        if _URL not in operation.input_schema["properties"] or _has_url(arguments):
            return arguments
        webhook = {
            _URL: self._url,
            "webhook_auth_header_name": _HEADER,
            "webhook_auth_header_value": self._secret,
        }
        return {**arguments, **webhook}

    def _notify_watches(self, notification: object) -> None:
        if isinstance(notification, TranscriptReadyNotification):
            for watch in list(self._watches):
                watch.notify(notification.transcript_id)


def _has_url(arguments: Mapping[str, Any]) -> bool:
    """Whether the caller gave a webhook; the argument's name may be written in camel case or with hyphens."""
    plain = _URL.replace("_", "")
    return any(value for name, value in arguments.items() if re.sub(r"[\s_-]", "", name).lower() == plain)
