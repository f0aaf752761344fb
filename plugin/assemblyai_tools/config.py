"""The settings. Only this module reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr

from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.flow import Choices, Host

Region = Literal["us", "eu"]

Llm = Literal["gateway", "lemur"]
"""The values of ASSEMBLYAI_LLM."""

Reasoner = Literal["gateway", "lemur", "own"]
"""What may reason over transcripts: as Llm, or the caller's own model."""

TokenVersion = Literal["v3", "v2"]
"""The version of the streaming token's endpoint."""

REGIONS: Mapping[Region, Mapping[Host, str]] = {
    "us": {
        Host.API: "https://api.assemblyai.com",
        Host.LLM: "https://llm-gateway.assemblyai.com",
        Host.STREAMING: "https://streaming.assemblyai.com",
    },
    "eu": {
        Host.API: "https://api.eu.assemblyai.com",
        Host.LLM: "https://llm-gateway.eu.assemblyai.com",
        Host.STREAMING: "https://streaming.eu.assemblyai.com",
    },
}
"""The hosts of each region."""

LIVE_URL = REGIONS["us"][Host.API]
"""The REST host unless a setting says otherwise."""

Option = TypeVar("Option", bound=str)

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
"""What some chat clients pass as a variable's value if the user left it empty: `${ASSEMBLYAI_API_KEY}`."""

_ROUTE = re.compile(
    r"(?:/lemur)?/v[123](?:/(?:chat|completions|generate|models|realtime|token|transcript|understanding|upload|ws)"
    r"(?:/[^/]+)*)?"
)
"""The beginning of the API's routes, which addresses must not end in; a proxy's own path may stand before it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the environment as it was given, with its name for an error."""

    name: str
    value: str = field(repr=False)


def connection_variables() -> dict[str, Variable]:
    """The variables that say how connections are made, without those that are empty or a placeholder.

    The keys are http_proxy, https_proxy, all_proxy and no_proxy, in lower case however the variable is written, and
    SSL_CERT_FILE and SSL_CERT_DIR. Where no variable names a proxy, the system's settings may (macOS, Windows).
    """
    from urllib.request import getproxies  # noqa: PLC0415 - slow to import, and offline never needed

    given = {f"{scheme}_proxy": value for scheme, value in getproxies().items()}
    given |= {name: os.environ.get(name, "") for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    names = {name.lower(): name for name in sorted(os.environ)}  # where both are set, the lower case counts
    return {
        key: Variable(names.get(key.lower(), "The system's proxy setting"), value.strip())
        for key, value in given.items()
        if value.strip() and not _PLACEHOLDER.fullmatch(value.strip())
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The service's address, the API key, the choice of language model, and the folders that may be accessed."""

    api_key: SecretStr | None = None
    base_url: str = LIVE_URL
    """The REST host: a region's (`REGIONS`), which also sets the other hosts, or an emulator's address."""
    llm_gateway_url: str | None = None
    """The LLM Gateway, without /v1, if it is not the region's or the emulator's own."""
    streaming_url: str | None = None
    """The host of the streaming token, if it is not the region's or the emulator's own."""
    llm: Reasoner | None = None
    """What reasons over transcripts. None: the LLM Gateway on AssemblyAI's hosts, LeMUR elsewhere. "own": the
    language model that the client is given."""
    llm_model: str | None = None
    """The LLM Gateway's model; None for the default."""
    streaming_token: TokenVersion = "v3"  # noqa: S105 - a version, not a token
    allowed_dirs: tuple[Path, ...] = field(default_factory=lambda: default_dirs(Path.cwd()))
    """Files are read and written only below these folders, after symlinks are resolved."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the ASSEMBLYAI_* variables. An unset or empty variable, or a placeholder, means the default."""
        variables = _Environment(os.environ if env is None else env)
        key = variables.text("API_KEY")
        return cls(
            api_key=SecretStr(key) if key else None,
            base_url=variables.base_url(),
            llm_gateway_url=variables.url("LLM_GATEWAY_BASE_URL"),
            streaming_url=variables.url("STREAMING_BASE_URL"),
            llm=variables.one_of("LLM", get_args(Llm)),
            llm_model=variables.text("LLM_MODEL"),
            streaming_token=variables.one_of("STREAMING_TOKEN", get_args(TokenVersion)) or "v3",
            allowed_dirs=variables.folders("ALLOWED_DIRS"),
        )

    def to_env(self) -> dict[str, str]:
        """The same settings as environment variables, for a child process."""
        values = {
            "API_KEY": self.api_key.get_secret_value() if self.api_key else None,
            "BASE_URL": self.base_url,
            "LLM_GATEWAY_BASE_URL": self.llm_gateway_url,
            "STREAMING_BASE_URL": self.streaming_url,
            "LLM": None if self.llm == "own" else self.llm,  # a child process does not have the model
            "LLM_MODEL": self.llm_model,
            "STREAMING_TOKEN": self.streaming_token,
            # An empty value would mean the default; no file is below the null device.
            "ALLOWED_DIRS": os.pathsep.join(map(str, self.allowed_dirs)) or os.devnull,
        }
        return {f"ASSEMBLYAI_{name}": value for name, value in values.items() if value}

    @property
    def region(self) -> Region | None:
        """The region that base_url belongs to; None for an emulator or a proxy."""
        base = self.base_url.rstrip("/")
        return next((name for name, hosts in REGIONS.items() if hosts[Host.API] == base), None)

    def url(self, host: Host) -> str:
        """The address of a host, without a trailing slash."""
        given = {Host.API: self.base_url, Host.LLM: self.llm_gateway_url, Host.STREAMING: self.streaming_url}
        return (given[host] or (REGIONS[self.region][host] if self.region else self.base_url)).rstrip("/")

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all hosts."""
        return tuple(map(self.url, Host))

    @property
    def choices(self) -> Choices:
        """The settings that operations need to know."""
        return Choices(
            llm=self.llm or ("gateway" if self.region else "lemur"),
            llm_model=self.llm_model,
            streaming_token=self.streaming_token,
        )

    def require_key(self) -> str:
        """The API key. Raises a ConfigurationError that says where to put it if it is missing or malformed."""
        key = self.api_key.get_secret_value() if self.api_key else ""
        if not key:
            raise ConfigurationError(
                "No AssemblyAI API key is set, so nothing was sent.",
                next_step=(
                    "The person who runs this must set ASSEMBLYAI_API_KEY (a key is free at "
                    "https://www.assemblyai.com/dashboard), or use the offline emulator, which needs none."
                ),
            )
        if not key.isascii() or not key.isprintable() or set(" \"'") & set(key):
            raise ConfigurationError(
                "The API key holds characters that no key has (a space, a quotation mark?), so nothing was sent.",
                next_step="The person who runs this must copy the key again into ASSEMBLYAI_API_KEY.",
            )
        return key


@dataclass(frozen=True, slots=True)
class _Environment:
    """Reads ASSEMBLYAI_* variables. Raises a ConfigurationError for an invalid value."""

    variables: Mapping[str, str]

    def text(self, name: str) -> str | None:
        """A variable, or None if it is empty or holds a chat client's placeholder."""
        value = self.variables.get(f"ASSEMBLYAI_{name}", "").strip()
        return None if not value or _PLACEHOLDER.fullmatch(value) else value

    def one_of(self, name: str, options: tuple[Option, ...]) -> Option | None:
        value = (self.text(name) or "").lower()
        if not value:
            return None
        for option in options:
            if option == value:
                return option
        raise ConfigurationError(
            f"ASSEMBLYAI_{name} is {value!r}.", next_step=f"Set it to one of: {', '.join(options)}."
        )

    def url(self, name: str) -> str | None:
        given = self.text(name)
        if given is None:
            return None
        value = given.rstrip("/")
        if _is_http_url(given):
            if found := re.search(rf"{_ROUTE.pattern}$", value):
                raise ConfigurationError(
                    f"ASSEMBLYAI_{name} is {value}, which ends in a route of the API ({found[0]}).",
                    next_step=f"Set it to {value[: found.start()]}: the routes are added to it.",
                )
            return value
        raise ConfigurationError(
            f"ASSEMBLYAI_{name} is {given!r}, which is not an http(s) address.",
            next_step="Leave it unset for AssemblyAI's own, or give an address such as http://127.0.0.1:8787.",
        )

    def base_url(self) -> str:
        url, region = self.url("BASE_URL"), self.one_of("REGION", get_args(Region))
        if url and region and url != REGIONS[region][Host.API]:
            raise ConfigurationError(
                f"ASSEMBLYAI_BASE_URL is {url} but ASSEMBLYAI_REGION is {region}.",
                next_step="Set only one of the two.",
            )
        return url or REGIONS[region or "us"][Host.API]

    def folders(self, name: str) -> tuple[Path, ...]:
        value = self.text(name)
        if value is None:
            return default_dirs(Path.cwd())
        try:
            return tuple(
                Path(part).expanduser().resolve() for part in value.split(os.pathsep) if part.strip()
            )
        except (OSError, RuntimeError) as error:  # a link loop, an unknown ~user
            raise ConfigurationError(
                f"ASSEMBLYAI_{name} is {value!r}, in which a folder cannot be found ({error}).",
                next_step="Set it to folders that exist, or leave it unset for the working folder.",
            ) from None


def default_dirs(working: Path) -> tuple[Path, ...]:
    """The working folder, unless it is the root of the disk, where some chat clients start servers."""
    folder = working.resolve()
    return () if folder == Path(folder.anchor) else (folder,)


def _is_http_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # a malformed IPv6 address, a port that is not a number
        return False
    return (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"[A-Za-z0-9.:_-]+", parts.hostname or "") is not None
        and not (parts.query or parts.fragment or parts.username or port == 0)
    )
