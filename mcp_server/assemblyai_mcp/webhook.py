"""The server's own webhook: jobs are ordered with it, so that their end is heard of rather than asked for."""

import secrets
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_tools import TranscriptReadyNotification, Watch, WebhookReceiver

WEBHOOK_PATH = "/webhook"

_HEADER = "X-AssemblyAI-MCP-Webhook"
_URL = "webhook_url"


class Webhook:
    """Where the service reports to this process; its secret is made anew at every start and known to nobody else."""

    def __init__(self, public_url: str) -> None:
        self._url = public_url.rstrip("/") + WEBHOOK_PATH
        self._secret = secrets.token_urlsafe(32)
        self._watches: WeakSet[Watch] = WeakSet()
        self.receiver = WebhookReceiver(
            header_name=_HEADER, header_value=self._secret, on_notification=self._tell_all
        )

    @property
    def watch(self) -> Watch:
        """The watch of the server's own account."""
        return self.receiver.watch

    def new_watch(self) -> Watch:
        """A watch for one call of another account: accounts must not look at each other's lists."""
        watch = Watch()
        watch.webhook = self.watch.webhook
        self._watches.add(watch)
        return watch

    def ordered(self, operation: AnyOperation, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments with this webhook, where the operation takes one and none was chosen."""
        if _URL not in operation.input_schema["properties"] or _URL in arguments:
            return arguments
        order = {
            _URL: self._url,
            "webhook_auth_header_name": _HEADER,
            "webhook_auth_header_value": self._secret,
        }
        return {**arguments, **order}

    def _tell_all(self, notification: object) -> None:
        if isinstance(notification, TranscriptReadyNotification):
            for watch in list(self._watches):
                watch.notify(notification.transcript_id)
