"""HTTP clients for what the emulator itself requests from other servers."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from assemblyai_emulator.public_addresses import PublicTransport

_MOST_QUOTED = 100
"""Characters of the reason that a URL is none: it may quote the URL."""


def address(url: str) -> httpx.URL:
    """The URL, if a request can be sent to it. Raises httpx.InvalidURL with the reason."""
    try:
        # httpx alone takes a bracket without its other, and ports above 65535.
        split, parsed = urlsplit(url), httpx.URL(url)
        complete = parsed.scheme in {"http", "https"} and split.hostname and parsed.host and split.port != 0
    except ValueError as error:
        raise httpx.InvalidURL(str(error)[:_MOST_QUOTED]) from error
    if not complete:
        raise httpx.InvalidURL("it needs http:// or https://, and a host")
    return parsed


def client_for(url: str, *, public_only: bool = False, **options: Any) -> httpx.AsyncClient:
    """A client for one address, with httpx's `options`. Raises httpx.InvalidURL, as does a redirect to such a URL.

    This machine is never called through a proxy. Others are, if the environment names one; if httpx cannot use what
    the environment says of proxies and certificates, they are called directly. With `public_only` all are, and a host
    that is not on the public internet raises a NotPublicError.
    """
    options["event_hooks"] = {"request": [_check]}
    if public_only:
        address(url)
        return httpx.AsyncClient(transport=public_transport(), trust_env=False, **options)
    if not _is_this_machine(address(url).host):
        try:
            return httpx.AsyncClient(**options)
        except (ImportError, OSError, ValueError, httpx.InvalidURL):
            pass
    return httpx.AsyncClient(trust_env=False, **options)


def public_transport() -> httpx.AsyncBaseTransport:
    """What sends requests to the public internet only, with the certificates that the environment names."""
    try:
        return PublicTransport(httpx.AsyncHTTPTransport())
    except OSError:
        return PublicTransport(httpx.AsyncHTTPTransport(trust_env=False))


async def _check(request: httpx.Request) -> None:
    address(str(request.url))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
