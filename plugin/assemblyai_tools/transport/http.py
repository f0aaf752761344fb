"""The only module that imports httpx: it sends a call and returns how it ended."""

import re
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias, cast

import httpx

from assemblyai_tools.config import Variable, connection_variables
from assemblyai_tools.errors import AssemblyAIError, ConfigurationError, FileAccessError
from assemblyai_tools.transport.call import Answer, Call
from assemblyai_tools.transport.fence import Fence
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.proxies import PORTS, Origin, Proxies, is_loopback, proxy_address
from assemblyai_tools.transport.retry import Lost

IN_FLIGHT = 100
"""Requests that one client has under way at once, httpx's default; the others queue. The longer replies take, the more
it takes to use the account's whole rate."""

_LIMITS = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
"""For a client that many threads share."""

_ONE = httpx.Limits(max_connections=None, max_keepalive_connections=1)
"""For a client with one request at a time; a connection left behind by a cancelled request must not block it."""

_CONNECT_SECONDS = 10.0
"""Seconds after which a connection that does not open fails."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""The errors after which the service has received nothing of the request."""

_HOST = re.compile(rb"[A-Za-z0-9.:_-]+")
"""What the host of a proxy may look like; httpx takes anything, such as half of an IPv6 address."""

Sent: TypeAlias = Answer | Lost | AssemblyAIError
"""How a call ended; a file that could not be read to its end, and a proxy that cannot be used, are outcomes too."""


class Transport(Protocol):
    """httpx's BaseTransport, such as a proxy or a test's mock."""

    def handle_request(self, request: Any, /) -> Any: ...


class AsyncTransport(Protocol):
    """httpx's AsyncBaseTransport."""

    async def handle_async_request(self, request: Any, /) -> Any: ...


class Connections:
    """How connections are made, as far as the environment says: through which proxies, and whom they trust.

    What the `addresses` need is read at once, and what others need at the first call there: nothing for this machine.
    """

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        self._options: dict[Origin, dict[str, Any]] = {}
        for address in addresses:
            with suppress(ConfigurationError):  # the call that needs it gets the error
                self.options(_origin(httpx.URL(address)))

    def options(self, origin: Origin) -> dict[str, Any]:
        """The arguments of httpx's transport for an address. Raises a ConfigurationError for a broken variable."""
        if origin not in self._options:
            self._options[origin] = _options(origin)
        return self._options[origin]


class Http:
    """Sends calls, blocking. Threads may share one."""

    def __init__(self, transport: Transport | None) -> None:
        given = cast("httpx.BaseTransport | None", transport)
        # Not trust_env: httpx would take a password from .netrc and fail on proxies that it cannot read.
        self._http = httpx.Client(
            transport=given or _Routes(Connections()), trust_env=False, cookies=_no_cookies()
        )

    def send(self, call: Call, content: Iterator[bytes] | None) -> Sent:
        """Send a call; `content` is its file."""
        try:
            return _answer(self._http.request(content=content, **_arguments(call)))
        except httpx.RequestError as error:
            return _lost(call, error)
        except AssemblyAIError as error:  # about a proxy, or the file
            return error
        except OSError as error:
            return _unreadable(call, error)

    def close(self) -> None:
        self._http.close()


class AsyncHttp:
    """Sends calls on asyncio, one at a time over one connection."""

    def __init__(self, transport: AsyncTransport | None, connections: Connections) -> None:
        self._tells = transport is None  # when a request is written
        given = cast("httpx.AsyncBaseTransport | None", transport)
        self._http = httpx.AsyncClient(
            transport=given or _AsyncRoutes(connections), trust_env=False, cookies=_no_cookies()
        )

    async def send(self, call: Call, content: AsyncIterator[bytes] | None) -> Sent:
        """Send a call; `content` is its file."""
        try:
            if call.fence:
                fence = Fence(call.fence, tells=self._tells)
                sending = partial(self._http.request, **_arguments(call), extensions={"trace": fence})
                sent = await fence.guard(sending, call.timeout)
                return _answer(sent) if isinstance(sent, httpx.Response) else sent
            return _answer(await self._http.request(content=content, **_arguments(call)))
        except httpx.RequestError as error:
            return _lost(call, error)
        except AssemblyAIError as error:  # about a proxy, or the file
            return error
        except OSError as error:
            return _unreadable(call, error)

    async def aclose(self) -> None:
        await self._http.aclose()


class _Routes(httpx.BaseTransport):
    """Sends each request to its address, directly or through a proxy."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._opened: dict[Origin, httpx.HTTPTransport] = {}
        self._lock = Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        origin = _origin(request.url)
        with self._lock:
            if origin not in self._opened:
                options = self._connections.options(origin)
                self._opened[origin] = httpx.HTTPTransport(limits=_LIMITS, **options)
        return self._opened[origin].handle_request(request)

    def close(self) -> None:
        for transport in self._opened.values():
            transport.close()


class _AsyncRoutes(httpx.AsyncBaseTransport):
    """The same on asyncio."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._opened: dict[Origin, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        origin = _origin(request.url)
        if origin not in self._opened:
            options = self._connections.options(origin)
            self._opened[origin] = httpx.AsyncHTTPTransport(limits=_ONE, **options)
        return await self._opened[origin].handle_async_request(request)

    async def aclose(self) -> None:
        for transport in self._opened.values():
            await transport.aclose()


def _options(origin: Origin) -> dict[str, Any]:
    scheme, host, _ = origin
    here = is_loopback(host)
    if here and scheme == "http":
        return {"verify": _no_certificates(), "trust_env": False}
    variables = connection_variables()
    proxy = None if here else _proxy(origin, Proxies(variables))
    if scheme == "https" or (proxy and proxy.url.scheme == "https"):
        verify = trusted_certificates(variables.get("SSL_CERT_FILE"), variables.get("SSL_CERT_DIR"))
    else:
        verify = _no_certificates()
    if proxy and proxy.url.scheme == "https":
        proxy.ssl_context = verify
    return {"verify": verify, "proxy": proxy, "trust_env": False}


def _proxy(origin: Origin, proxies: Proxies) -> httpx.Proxy | None:
    """The proxy for an address. A variable that no program could read is an error even if another one counts here."""
    for variable in proxies.given:
        _read_proxy(variable)
    chosen = proxies.of(origin)
    if chosen is None:
        return None
    proxy = _read_proxy(chosen)
    if proxy.url.scheme.startswith("socks"):
        try:
            import_module("socksio")
        except ImportError:
            raise ConfigurationError(
                f"{chosen.name} is a SOCKS proxy, which needs a package that is not installed.",
                next_step=f"pip install 'httpx[socks]', or unset {chosen.name}, or give an http:// proxy.",
            ) from None
    return proxy


def _read_proxy(variable: Variable) -> httpx.Proxy:
    try:
        proxy = httpx.Proxy(proxy_address(variable))
        if _HOST.fullmatch(proxy.url.raw_host):
            return proxy
    except (httpx.InvalidURL, ValueError):
        pass
    raise ConfigurationError(  # without the value, which may hold a password
        f"{variable.name} is not the address of a proxy that can be used, so nothing was sent.",
        next_step=(
            "The person who runs this must correct it (such as http://proxy.example:3128 or socks5://127.0.0.1:1080, "
            "with special characters of a password as %XX), or unset it."
        ),
    )


@cache
def trusted_certificates(file: Variable | None, folder: Variable | None) -> ssl.SSLContext:
    """What connections are verified against; it takes so long to load that it is loaded once.

    Like httpx, a file counts before a folder, and httpx's own certificates if there is neither.
    """
    given = file or folder
    if given is None:
        return httpx.create_ssl_context(trust_env=False)
    try:
        if file:
            return ssl.create_default_context(cafile=file.value)
        next(Path(given.value).iterdir(), None)  # of a folder that is missing, OpenSSL says nothing
        return ssl.create_default_context(capath=given.value)
    except OSError as error:
        reason = "it holds none" if isinstance(error, ssl.SSLError) else error.strerror
        raise ConfigurationError(
            f"{given.name} is {given.value!r}, from which no certificates can be read ({reason}), so nothing was sent.",
            next_step=f"The person who runs this must correct {given.name}, or unset it for the usual certificates.",
        ) from None


@cache
def _no_certificates() -> ssl.SSLContext:
    """For connections without TLS: httpx wants a context in any case."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.host, url.port or PORTS[url.scheme]


def _no_cookies() -> CookieJar:
    """A cookie jar that stores nothing: the API uses no cookies."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _arguments(call: Call) -> dict[str, Any]:
    """The call as httpx takes it, with a file's length, so that it is not sent with chunked encoding."""
    headers = dict(call.headers)
    if call.file:
        headers |= {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(call.file.size),
        }
    return {
        "method": call.method,
        "url": call.url,
        "headers": headers,
        "params": dict(call.query) or None,
        "json": call.json,
        # No limit on waiting for a connection: if many calls queue for one, the service is not at fault.
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS, pool=None),
    }


def _answer(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def _lost(call: Call, error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    proxies = Proxies(connection_variables())
    proxy = proxies.of(_origin(httpx.URL(call.url)))
    via = f", through the proxy of {proxy.name}" if proxy else ""
    reason = KeyMask(proxies.passwords)(reason)
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=f"{reason}{via}")


def _unreadable(call: Call, error: OSError) -> FileAccessError:
    """The file could not be opened, or not read to its end."""
    return FileAccessError(
        f"{call.file} could not be read ({error.strerror or error}).", next_step="Check its permissions."
    )
