"""Requests to public addresses only: not to this machine, nor to what only this machine or its network can reach.

The address that was checked is the one that is connected to, so a name cannot change its meaning in between. A
redirect is a request of its own and is checked like the first one.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

import httpx

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host, each as text, for a port. Raises OSError if it has none."""

_UNICAST = IPv6Network("2000::/3")
"""All global IPv6 addresses of single machines."""

_SPECIAL_IPV6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Special networks of IANA's registry in it. Some (Teredo, 6to4) hold an IPv4 address, which may be any."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""The last 32 bits are the IPv4 address that it leads to."""

_SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
"""Special networks of IANA's registry, and multicast. What `ipaddress` knows of them differs from one patch release of
Python to the next. Some clouds have their metadata in 100.64.0.0/10."""

_METADATA = (IPv4Address("168.63.129.16"),)
"""Addresses among the public ones at which a cloud tells its machines about themselves (Azure)."""


class NotPublicError(httpx.RequestError):
    """A host is not, or not only, a name of the public internet."""


def is_public(address: str) -> bool:
    """Whether an address belongs to one machine of the public internet."""
    return _is_public(ip_address(address.partition("%")[0]))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return ip not in _METADATA and not any(ip in network for network in _SPECIAL_IPV4)
    inner = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
    if inner:
        return _is_public(inner)
    return ip in _UNICAST and not any(ip in network for network in _SPECIAL_IPV6)


def names_no_public_address(host: str) -> bool:
    """Whether a host is this machine, or an address that is not public, without looking a name up."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(name)
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(name)))  # such as 127.1 and 0x7f000001
    except (OSError, ValueError):
        return False


async def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that the system knows of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends requests to public addresses, and raises a NotPublicError for any other. It uses no proxy."""

    def __init__(self, inner: httpx.AsyncBaseTransport, resolve: Resolve = resolved) -> None:
        self._inner = inner
        self._resolve = resolve

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        addresses = await self._addresses(request)
        for address in addresses[:-1]:
            try:
                return await self._send(request, address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # such as an IPv6 address without IPv6
        return await self._send(request, addresses[-1])

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _addresses(self, request: httpx.Request) -> Sequence[str]:
        url = request.url
        try:
            addresses = await self._resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(str(error), request=request) from error
        # A name that has both kinds of addresses is no honest one.
        if not addresses or not all(map(is_public, addresses)):
            raise NotPublicError(f"{url.host} is not a public address", request=request)
        return list(dict.fromkeys(addresses))

    async def _send(self, request: httpx.Request, address: str) -> httpx.Response:
        """Send it to this address; the Host header and the name in the certificate are still those of the URL."""
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host=address.partition("%")[0]),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
        )
