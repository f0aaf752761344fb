"""The service: the key, and the way to each host."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from assemblyai_tools.cli.account import KEY_VARIABLE, fingerprint, verdict, with_stored_key
from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.offline import emulator
from assemblyai_tools.transport.call import Answer, Call
from assemblyai_tools.transport.http import Http, Sent

_TIMEOUT = 10.0
"""Seconds without progress after which a host counts as not reached."""

_FAILED = 500
"""The first HTTP status that means trouble of the host; any other one shows that it was reached."""

_DNS = re.compile(
    r"(?i)getaddrinfo|name or service not known|nodename nor servname|name resolution|no address"
)
"""What the systems say of a host name without an address."""

_TLS = re.compile(r"(?i)\bssl\b|\btls|certificate")
"""What is said of a connection that opened and could not be made safe."""

_PROXY = re.compile(r"through the proxy of (.+)$")
"""How the transport says that it went through a proxy."""


def check_service(settings: Settings) -> Iterator[Check]:
    """The key, each host, and whether the service accepts the key."""
    try:
        keyed, source = with_stored_key(settings)
        key = keyed.require_key() if source else ""
    except AssemblyAIError as error:
        keyed, key = settings, ""
        yield Check("key", "fail", error.message, error.next_step)
    else:
        yield _key(source, key)
    hosts = list(_hosts(dict.fromkeys(settings.addresses)))
    yield from hosts
    if key and hosts[0].state == "ok":
        yield _account(keyed)


def check_emulator() -> Iterator[Check]:
    """Whether the emulator starts and answers."""
    yield Check("key", "ok", "not needed offline")
    try:
        with emulator() as settings:
            found = verdict(settings)
    except AssemblyAIError as error:
        yield Check("emulator", "fail", error.message, error.next_step)
        return
    if found.said == "accepted":
        yield Check("emulator", "ok", "starts and answers")
    else:
        yield Check("emulator", "fail", f"starts, but does not answer: {found.reason}", "Please report this.")


def _key(source: str | None, key: str) -> Check:
    if source:
        return Check("key", "ok", f"from {source}, fingerprint {fingerprint(key)}")
    return Check("key", "fail", "there is none.", f"Run `assemblyai-tools login`, or set {KEY_VARIABLE}.")


def _account(settings: Settings) -> Check:
    found = verdict(settings)
    if found.said == "accepted":
        return Check("account", "ok", "the service accepts the key")
    if found.said == "refused":
        return Check(
            "account",
            "fail",
            f"{settings.base_url} does not accept the key.",
            "Copy it again from https://www.assemblyai.com/dashboard; a key of another region needs "
            "ASSEMBLYAI_REGION.",
        )
    return Check("account", "warn", f"the service could not be asked: {found.reason}", "Try again later.")


def _hosts(addresses: Iterable[str]) -> Iterator[Check]:
    """Each address is asked for its first page, without the key, all of them at once."""
    http = Http(None)
    urls = list(addresses)

    def ask(url: str) -> Sent:
        first_page = Call("GET", f"{url}/", headers={}, query={}, json=None, file=None, timeout=_TIMEOUT)
        return http.send(first_page, None)

    try:
        with ThreadPoolExecutor(len(urls)) as pool:
            found = pool.map(ask, urls)
            yield from (_host(url, sent) for url, sent in zip(urls, found, strict=True))
    finally:
        http.close()


def _host(url: str, sent: Sent) -> Check:
    name = f"host {url}"
    if isinstance(sent, Answer):
        if sent.status < _FAILED:
            return Check(name, "ok", "reached")
        return Check(name, "warn", f"reached, but it answers with HTTP {sent.status}.", "Try again later.")
    if isinstance(sent, AssemblyAIError):
        return Check(name, "fail", sent.message, sent.next_step)
    proxy = _PROXY.search(sent.reason)
    if _TLS.search(sent.reason):
        kind = "TLS failed"
        to_do = "If this network inspects TLS, set SSL_CERT_FILE to a file with its certificates."
    elif proxy:
        kind, to_do = "the proxy failed", f"Correct or unset {proxy[1]}."
    elif _DNS.search(sent.reason):
        kind, to_do = "its name has no address (DNS)", "Check the network, and the address for typing errors."
    else:
        kind, to_do = "no connection", "Check the network; a firewall may need an exception, or a proxy."
    return Check(name, "fail", f"{kind}: {sent.reason}.", to_do)
