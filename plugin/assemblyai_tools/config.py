"""The settings. Only this module reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from pydantic import SecretStr

from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.flow import Choices, Host
from assemblyai_tools.folders import default_dirs, lost_among
from assemblyai_tools.variables import PLACEHOLDER, Variables, check_no_route

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

_SOCKETS: Mapping[TokenVersion, tuple[Host, str]] = {
    "v3": (Host.STREAMING, "/v3/ws"),
    "v2": (Host.API, "/v2/realtime/ws"),
}
"""Where a streaming token of each version opens a session: the host, and the route on it."""

LIVE_URL = REGIONS["us"][Host.API]
"""The REST host unless a setting says otherwise."""


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
        if value.strip() and not PLACEHOLDER.fullmatch(value.strip())
    }


def environment_with(*, api_key: str | None) -> dict[str, str]:
    """The whole environment for another program, with this key if there is one."""
    return {**os.environ, "ASSEMBLYAI_API_KEY": api_key} if api_key else dict(os.environ)


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
    ledger: Path | Literal["off"] | None = None
    """The file in which the ledger remembers what was ordered. None: in memory, for as long as the client lives."""
    reuse_hours: float = 24.0
    """Hours for which the same order gives the transcript that it led to before; 0 orders each time."""
    allowed_dirs: tuple[Path, ...] | None = None
    """Files are read and written only below these folders, after symlinks are resolved. None: the working folder."""

    def __post_init__(self) -> None:
        """Hide a key that was given as text, and refuse an address that ends in a route of the API."""
        if isinstance(self.api_key, str):
            object.__setattr__(self, "api_key", SecretStr(self.api_key))
        for name in ("base_url", "llm_gateway_url", "streaming_url"):
            check_no_route(f"Settings.{name}", getattr(self, name) or "")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the ASSEMBLYAI_* variables. An unset or empty variable, or a placeholder, means the default."""
        variables = Variables(os.environ if env is None else env)
        key = variables.text("API_KEY")
        return cls(
            api_key=SecretStr(key) if key else None,
            base_url=_base_url(variables),
            llm_gateway_url=variables.url("LLM_GATEWAY_BASE_URL"),
            streaming_url=variables.url("STREAMING_BASE_URL"),
            llm=variables.one_of("LLM", get_args(Llm)),
            llm_model=variables.text("LLM_MODEL"),
            streaming_token=variables.one_of("STREAMING_TOKEN", get_args(TokenVersion)) or "v3",
            ledger=_ledger(variables),
            reuse_hours=variables.hours("REUSE_HOURS", default=24.0),
            allowed_dirs=_allowed_dirs(variables),
        )

    @classmethod
    def from_env_without_service(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Only those of the variables that do not concern the service: an emulator has an address of its own."""
        variables = Variables(os.environ if env is None else env)
        return cls(
            reuse_hours=variables.hours("REUSE_HOURS", default=24.0), allowed_dirs=_allowed_dirs(variables)
        )

    def to_env(self) -> dict[str, str]:
        """The same settings as environment variables, for a child process."""
        return {name: value for name, value in _variables(self).items() if value}

    def with_kept_ledger(self) -> "Settings":
        """The same settings with the ledger in the user's state folder, unless they say where it is, or off."""
        if self.ledger is not None:
            return self
        from platformdirs import user_state_path  # noqa: PLC0415 - only the command lines keep a ledger

        return replace(self, ledger=user_state_path("assemblyai-tools", appauthor=False) / "ledger.sqlite3")

    def folders(self) -> tuple[Path, ...]:
        """The allowed folders, resolved. It asks the disk, so it must not be called on an event loop."""
        if self.allowed_dirs is None:
            try:
                return default_dirs(Path.cwd())
            except OSError as error:
                raise ConfigurationError(
                    f"The working folder, whose files may be used, cannot be found any more ({error.strerror}).",
                    next_step="The person who runs this must start it again in a folder that exists.",
                ) from None
        try:
            return tuple(folder.resolve() for folder in self.allowed_dirs)
        except (OSError, RuntimeError) as error:  # a link loop
            raise _folder_not_found(os.pathsep.join(map(str, self.allowed_dirs)), error) from None

    def lost_folders(self) -> str:
        """Which of the allowed folders do not exist, or are no folders, in words; empty if all are there."""
        return lost_among(self.allowed_dirs or ())

    @property
    def region(self) -> Region | None:
        """The region that base_url belongs to; None for an emulator or a proxy."""
        base = self.base_url.rstrip("/")
        return next((name for name, hosts in REGIONS.items() if hosts[Host.API] == base), None)

    def url(self, host: Host) -> str:
        """The address of a host, without a trailing slash."""
        given = {Host.API: self.base_url, Host.LLM: self.llm_gateway_url, Host.STREAMING: self.streaming_url}
        return (given[host] or (REGIONS[self.region][host] if self.region else self.base_url)).rstrip("/")

    def socket(self, version: TokenVersion = "v3") -> str:
        """The WebSocket address at which a token of this version opens a session; v3 takes the key, too."""
        host, route = _SOCKETS[version]
        return self.url(host).replace("http", "ws", 1) + route

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
            streaming_socket=self.socket(self.streaming_token),
            ledger=self.ledger != "off",
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


def _variables(settings: Settings) -> dict[str, str | None]:
    """Every variable, with None for a setting that is not made."""
    values = {
        "API_KEY": settings.api_key.get_secret_value() if settings.api_key else None,
        "BASE_URL": settings.base_url,
        "LLM_GATEWAY_BASE_URL": settings.llm_gateway_url,
        "STREAMING_BASE_URL": settings.streaming_url,
        "LLM": None if settings.llm == "own" else settings.llm,  # a child process does not have the model
        "LLM_MODEL": settings.llm_model,
        "STREAMING_TOKEN": settings.streaming_token,
        "LEDGER": str(settings.ledger) if settings.ledger else None,
        "REUSE_HOURS": str(settings.reuse_hours),
        # An empty value would mean the default; no file is below the null device.
        "ALLOWED_DIRS": os.pathsep.join(map(str, settings.folders())) or os.devnull,
    }
    return {f"ASSEMBLYAI_{name}": value for name, value in values.items()}


def setting_variables() -> frozenset[str]:
    """The names of all variables that `Settings.from_env` reads."""
    return frozenset(_variables(Settings(allowed_dirs=()))) | {"ASSEMBLYAI_REGION"}


def _base_url(variables: Variables) -> str:
    url, region = variables.url("BASE_URL"), variables.one_of("REGION", get_args(Region))
    if url and region and url != REGIONS[region][Host.API]:
        raise ConfigurationError(
            f"ASSEMBLYAI_BASE_URL is {url} but ASSEMBLYAI_REGION is {region}.",
            next_step="Set only one of the two.",
        )
    return url or REGIONS[region or "us"][Host.API]


_OFF = frozenset({"off", "no", "none", "false", "0"})
"""Values of ASSEMBLYAI_LEDGER that switch it off."""


def _ledger(variables: Variables) -> Path | Literal["off"] | None:
    value = variables.text("LEDGER")
    if value is None:
        return None
    return "off" if value.lower() in _OFF else Path(value).expanduser()


def _allowed_dirs(variables: Variables) -> tuple[Path, ...] | None:
    value = variables.text("ALLOWED_DIRS")
    if value is None:
        return None
    try:
        return tuple(Path(part).expanduser() for part in value.split(os.pathsep) if part.strip())
    except RuntimeError as error:  # an unknown ~user
        raise _folder_not_found(value, error) from None


def _folder_not_found(value: str, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        f"ASSEMBLYAI_ALLOWED_DIRS is {value!r}, in which a folder cannot be found ({error}).",
        next_step="Set it to folders that exist, or leave it unset for the working folder.",
    )
