"""HTTP clients for what the emulator itself requests from other servers."""

from ipaddress import ip_address
from typing import Any

import httpx


def client_for(url: str, **options: Any) -> httpx.AsyncClient:
    """A client for one address, with httpx's `options`. Raises httpx.InvalidURL.

    This machine is never called through a proxy. Others are, if the environment names one; if httpx cannot use what
    the environment says of proxies and certificates, they are called directly.
    """
    if not _is_this_machine(httpx.URL(url).host):
        try:
            return httpx.AsyncClient(**options)
        except (ImportError, OSError, ValueError, httpx.InvalidURL):
            pass
    return httpx.AsyncClient(trust_env=False, **options)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
