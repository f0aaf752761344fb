"""Who may see the page: only a browser on this machine that shows the page itself.

The API is for everyone with a key. The page shows recordings to a browser, so it must not show them to the sites that
the browser has open, nor to other machines.
"""

import re
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

_OWN_HOST = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.IGNORECASE)
"""Names that lead to this machine wherever they are looked up.

A site can give any other name this machine's address, and would then be the same origin as the page (DNS rebinding).
"""

_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Headers of a proxy, whose connections come from this machine though its clients do not."""

_SAFE_METHODS = frozenset({"GET", "HEAD"})


def refusal(request: Request) -> str | None:
    """Why this visitor does not see the page, in a sentence. None if it does."""
    if not _is_here(request):
        return "The emulator's page answers browsers on its own machine only."
    if any(name in request.headers for name in _FORWARDED):
        return "The emulator's page does not answer through a proxy: it cannot tell who is behind one."
    host = request.headers.get("host", "")
    if not _OWN_HOST.fullmatch(host):
        return "The emulator's page is at http://127.0.0.1 or http://localhost and the emulator's port only."
    if not _is_from_the_page(request, f"{request.url.scheme}://{host}"):
        return "The emulator's page takes no requests from other sites."
    return None


def _is_here(request: Request) -> bool:
    try:
        address = ip_address(request.client.host.partition("%")[0] if request.client else "")
    except ValueError:
        return False
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (inner or address).is_loopback


def _is_from_the_page(request: Request, own_origin: str) -> bool:
    """Browsers say which site asks. Only what changes nothing may come without that, as from an address bar.

    Another port of this machine is the same site, but not the same origin. A document is shown in a tab of its own,
    which the site that linked to it cannot read.
    """
    if request.method not in _SAFE_METHODS:
        return request.headers.get("origin", "").lower() == own_origin.lower()
    asking = request.headers.get("sec-fetch-site", "none")
    return asking in {"none", "same-origin"} or request.headers.get("sec-fetch-dest") == "document"
