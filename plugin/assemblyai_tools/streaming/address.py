"""Where a session is opened, and with what it identifies itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError, InvalidArgumentsError
from assemblyai_tools.flow import Host
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.transport.proxies import PORTS, Origin, is_loopback


@dataclass(frozen=True, slots=True)
class Address:
    """The service's address for sessions."""

    origin: Origin
    """Scheme (http or https), host and port."""
    base: str
    """ws:// or wss://, host, port and route."""
    headers: Mapping[str, str] = field(repr=False)
    token: str | None = field(repr=False)
    """A temporary token that is given in place of the key."""
    secrets: tuple[str, ...] = field(repr=False)
    """What no error and no log may show."""

    @classmethod
    def of(cls, settings: Settings, token: str | None) -> "Address":
        """The address under these settings. Raises a ConfigurationError without key or token, or for http elsewhere.

        With a token no key is needed, and none is sent.
        """
        if token is not None and not token.strip():
            # The key must not go where a token was meant to.
            raise InvalidArgumentsError(
                "The session was not opened: the token is empty.",
                next_step="Have one made (create_streaming_token), or leave token out: then the key is used.",
            )
        url = settings.url(Host.STREAMING)
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname or ""
        if scheme != "https" and not (scheme == "http" and is_loopback(host)):
            raise ConfigurationError(
                f"The streaming host is {url}, but speech and key are only sent over https, so nothing was sent.",
                next_step=(
                    "The person who runs this must set ASSEMBLYAI_STREAMING_BASE_URL (or ASSEMBLYAI_BASE_URL) to an "
                    "https:// address; http:// is for this machine only (127.0.0.1, localhost)."
                ),
            )
        secret = token or settings.require_key()
        return cls(
            origin=(scheme, host, parts.port or PORTS[scheme]),
            base=settings.socket(),
            headers={} if token else {"Authorization": secret},
            token=token,
            secrets=(secret,),
        )

    @property
    def is_here(self) -> bool:
        """Whether the service runs on this machine: an emulator, which does not mind how fast audio comes."""
        return is_loopback(self.origin[1])

    def url(self, parameters: StreamParameters) -> str:
        """The address of a session with these parameters."""
        token = {"token": self.token} if self.token else {}
        return f"{self.base}?{urlencode(parameters.query() | token)}"
