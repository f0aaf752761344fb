"""Python imports this at its start, in every process of a page's blocks: none of them reaches another machine."""

import ipaddress
import sys

CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
ASKING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def host_of(event, arguments):
    """The other side; None for a socket in the file system, and for a server's own address."""
    if event in ASKING:
        host = arguments[0]
        return host.decode() if isinstance(host, bytes) else host
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


def is_here(host):
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse(event, arguments):
    if event in CONNECTING or event in ASKING:
        host = host_of(event, arguments)
        if not is_here(host):
            raise PermissionError(f"the blocks of a page run offline, and this one wants to reach {host}")


sys.addaudithook(refuse)
