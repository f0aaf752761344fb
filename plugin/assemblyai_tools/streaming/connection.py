"""The only module that imports websockets: it opens a connection and says how it closed."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidProxyStatus, InvalidStatus, WebSocketException

from assemblyai_tools.config import connection_variables
from assemblyai_tools.errors import ConfigurationError, UnexpectedReplyError
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.faults import ClosedError, RefusedError, UnreachableError
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.pulse import watch
from assemblyai_tools.streaming.timing import Timing
from assemblyai_tools.transport.http import trusted_certificates
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.proxies import Proxies, proxy_address

OPEN_SECONDS = 10.0
"""Seconds after which a connection that does not open fails. The vendor's own client gives up after one second and
tries twice more; a slow network needs longer, and a stream whose connection is refused is tried again as well."""

_MOST_UNANSWERED_MS = 2000
"""The most audio that is under way, in milliseconds. The network would take minutes of audio from a fast source. A
service that hears at the pace of speech would answer a ping behind them too late."""

_COMPRESSED_BYTES_A_MS = 8
"""Bytes of a millisecond of compressed audio; it rarely has more."""

_CLOSE_SECONDS = 2.0
"""Seconds to wait for the closing handshake. The session has ended before it."""

_LONGEST_MESSAGE = 4 * 2**20
"""Bytes of the longest message that is taken from the service."""

_LONGEST_BODY = 4096
"""Bytes of a refusal's body that are read."""

_UNREADABLE: Mapping[int, str] = {
    1002: "something that is no WebSocket message",
    1007: "a message that is no UTF-8",
    1009: f"a message of more than {_LONGEST_MESSAGE // 2**20} MB",
}
"""What the service sent, by the close code of the library, which closes the connection for it."""

_SILENT = logging.Logger("assemblyai_tools.streaming", logging.CRITICAL + 1)  # noqa: LOG001 - one that no logging configuration reaches
"""The library would log the handshake, with the key or the token in it."""


class Connection:
    """An open connection to one session."""

    def __init__(self, socket: ClientConnection, most_unanswered: int, timing: Timing | None) -> None:
        self.moved = 0
        """How many messages went out or came in."""
        self._socket = socket
        self._most_unanswered = most_unanswered
        """Bytes of audio that may be under way."""
        self._unanswered = 0
        """Bytes of audio since the last answer to a ping."""
        self._watching = None if timing is None else asyncio.create_task(self._watch(timing))

    async def send(self, message: bytes | str) -> None:
        """Send a message, and wait while the service takes no more. Raises a ClosedError."""
        try:
            await self._socket.send(message)
            self.moved += 1
            if isinstance(message, bytes):
                self._unanswered += len(message)
            if self._unanswered >= self._most_unanswered:
                self._unanswered = 0
                await (await self._socket.ping())
        except ConnectionClosed as closed:
            raise _closed(closed) from None

    async def receive(self) -> bytes | str:
        """The next message. Raises a ClosedError, or an UnexpectedReplyError for what cannot be read."""
        try:
            message = await self._socket.recv()
        except ConnectionClosed as closed:
            if closed.sent and not closed.rcvd_then_sent and closed.sent.code in _UNREADABLE:
                told = f"The session sent {_UNREADABLE[closed.sent.code]}, so the connection was closed."
                raise UnexpectedReplyError(told) from None
            raise _closed(closed) from None
        self.moved += 1
        return message

    async def close(self) -> None:
        """Close it; this takes a moment, or two seconds if the service does not answer."""
        if self._watching is not None:
            self._watching.cancel()
        await self._socket.close()

    async def ping(self) -> Awaitable[float]:
        """Send a ping. Await the result for its answer."""
        return await self._socket.ping()

    def give_up(self) -> None:
        """Break the connection off."""
        self._socket.transport.abort()

    async def _watch(self, timing: Timing) -> None:
        with suppress(ConnectionClosed):  # receive() raises it as well
            await watch(self, timing)


async def open_connection(
    address: Address, parameters: StreamParameters, timing: Timing | None = None
) -> Connection:
    """Open a connection. Raises a RefusedError, an UnreachableError, or a ConfigurationError about proxies."""
    means = await asyncio.to_thread(_means, address)
    via, mask = means.via, means.mask
    try:
        socket = await _Straight(
            address.url(parameters),
            additional_headers=address.headers,
            compression=None,  # audio does not shrink, and each compressed connection would hold 300 kB
            proxy=means.proxy,
            open_timeout=OPEN_SECONDS,
            ping_interval=None,  # the library's own would not wait for a service that is busy with audio
            close_timeout=_CLOSE_SECONDS,
            max_size=_LONGEST_MESSAGE,
            logger=_SILENT,
            **means.tls,
        )
    except InvalidStatus as refused:
        body = bytes(refused.response.body or b"")[:_LONGEST_BODY].decode(errors="replace")
        raise RefusedError(refused.response.status_code, body) from None
    except InvalidProxyStatus as refused:
        raise UnreachableError(f"the proxy answered with HTTP {refused.response.status_code}{via}") from None
    except ssl.SSLCertVerificationError as error:
        raise ConfigurationError(
            f"The streaming service's certificate is not trusted ({error.verify_message}){via}, so nothing was sent.",
            next_step="The person who runs this must check the address, or name its certificates in SSL_CERT_FILE.",
        ) from None
    except ImportError:
        raise ConfigurationError(
            "The proxy is a SOCKS proxy, which needs a package that is not installed.",
            next_step="pip install python-socks, or give an http:// proxy.",
        ) from None
    except (OSError, WebSocketException, EOFError) as error:
        raise UnreachableError(f"{mask(str(error) or type(error).__name__)}{via}") from None
    # An emulator that hears more slowly than audio comes stops reading meanwhile, so it answers no pings.
    watched = None if address.is_here else timing or Timing()
    bytes_a_ms = parameters.bytes_a_millisecond or _COMPRESSED_BYTES_A_MS
    return Connection(socket, round(_MOST_UNANSWERED_MS * bytes_a_ms), watched)


class _Straight(connect):
    """Follows no redirect, because the library would send the key to the other address."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """The answer as an error."""
        return exc


@dataclass(frozen=True, slots=True)
class _Means:
    """How a connection is made."""

    proxy: str | None = field(repr=False)
    tls: Mapping[str, Any]
    via: str
    """For an error: through which proxy, without its address."""
    mask: KeyMask


def _means(address: Address) -> _Means:
    """What the environment says. It reads files, so it must not be called on an event loop."""
    variables = connection_variables()
    proxies = Proxies(variables)
    proxy = proxies.of(address.origin)
    tls: dict[str, Any] = {}
    if address.origin[0] == "https":
        trusted = trusted_certificates(variables.get("SSL_CERT_FILE"), variables.get("SSL_CERT_DIR"))
        tls["ssl"] = trusted
        if proxy and proxy.value.startswith("https://"):
            tls["proxy_ssl"] = trusted
    return _Means(
        proxy=proxy_address(proxy) if proxy else None,
        tls=tls,
        via=f", through the proxy of {proxy.name}" if proxy else "",
        mask=KeyMask(proxies.passwords),
    )


def _closed(closed: ConnectionClosed) -> ClosedError:
    return ClosedError(closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else ClosedError(None, "")
