"""The settings. Only this module reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
            ledger=variables.ledger(),
            reuse_hours=variables.hours("REUSE_HOURS", default=24.0),
            allowed_dirs=variables.allowed_dirs(),
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
            "LEDGER": str(self.ledger) if self.ledger else None,
            "REUSE_HOURS": str(self.reuse_hours),
            # An empty value would mean the default; no file is below the null device.
            "ALLOWED_DIRS": os.pathsep.join(map(str, self.folders())) or os.devnull,
        }
        return {f"ASSEMBLYAI_{name}": value for name, value in values.items() if value}

    def with_kept_ledger(self) -> "Settings":
        """The same settings with the ledger in the user's state folder, unless they say where it is, or off."""
        if self.ledger is not None:
            return self
        from platformdirs import user_state_path  # noqa: PLC0415 - only the command lines keep a ledger

        return replace(self, ledger=user_state_path("assemblyai-tools", appauthor=False) / "ledger.sqlite3")

    def folders(self) -> tuple[Path, ...]:
        """The allowed folders, resolved. It asks the disk, so it must not be called on an event loop."""
        if self.allowed_dirs is None:
            return default_dirs(Path.cwd())
        try:
            return tuple(folder.resolve() for folder in self.allowed_dirs)
        except (OSError, RuntimeError) as error:  # a link loop
            raise _folder_not_found(os.pathsep.join(map(str, self.allowed_dirs)), error) from None

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
    def choices(self) -> Choices:
        """The settings that operations need to know."""
        return Choices(
            llm=self.llm or ("gateway" if self.region else "lemur"),
            llm_model=self.llm_model,
            streaming_token=self.streaming_token,
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
        value = self.text(name)
        if value is None or _is_http_url(value):
            return value.rstrip("/") if value else None
        raise ConfigurationError(
            f"ASSEMBLYAI_{name} is {value!r}, which is not an http(s) address.",
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

    def ledger(self) -> Path | Literal["off"] | None:
        value = self.text("LEDGER")
        if value is None:
            return None
        return "off" if value.lower() == "off" else Path(value)

    def hours(self, name: str, *, default: float) -> float:
        value = self.text(name)
        try:
            hours = default if value is None else float(value)
        except ValueError:
            hours = -1.0
        if not 0 <= hours < float("inf"):
            raise ConfigurationError(
                f"ASSEMBLYAI_{name} is {value!r}.", next_step="Set it to a number of hours, such as 24, or 0."
            )
        return hours

    def allowed_dirs(self) -> tuple[Path, ...] | None:
        value = self.text("ALLOWED_DIRS")
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
