"""Settings, and the only reader of the environment."""

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
Reasoner = Literal["gateway", "lemur", "own"]
TokenCall = Literal["v3", "v2"]

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
LIVE_URL = REGIONS["us"][Host.API]

Option = TypeVar("Option", bound=str)

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the service is, who is asking, and which local folders may be touched."""

    api_key: SecretStr | None = None
    base_url: str = LIVE_URL
    """The REST host: a region's (`REGIONS`), which moves the other hosts with it, or an emulator's address."""
    llm_gateway_url: str | None = None
    """The LLM Gateway, without /v1, where it is not the region's or the emulator's own."""
    streaming_url: str | None = None
    """The host of the streaming token, where it is not the region's or the emulator's own."""
    llm: Reasoner | None = None
    """Who reasons over transcripts; None: the LLM Gateway on AssemblyAI's hosts, LeMUR elsewhere; "own": the
    language model that the client is given."""
    llm_model: str | None = None
    streaming_token: TokenCall = "v3"  # noqa: S105 - the name of a call, not a token
    allowed_dirs: tuple[Path, ...] = field(default_factory=lambda: default_dirs(Path.cwd()))
    """Files are read and written only below these folders, after resolving links."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the ASSEMBLYAI_* variables; an unset, empty or unfilled one means the default."""
        reader = _Reader(os.environ if env is None else env)
        key = reader.text("API_KEY")
        return cls(
            api_key=SecretStr(key) if key else None,
            base_url=reader.base_url(),
            llm_gateway_url=reader.url("LLM_GATEWAY_BASE_URL"),
            streaming_url=reader.url("STREAMING_BASE_URL"),
            llm=reader.one_of("LLM", get_args(Llm)),
            llm_model=reader.text("LLM_MODEL"),
            streaming_token=reader.one_of("STREAMING_TOKEN", get_args(TokenCall)) or "v3",
            allowed_dirs=reader.folders("ALLOWED_DIRS"),
        )

    def to_env(self) -> dict[str, str]:
        """The same settings as environment variables, for a child process."""
        values = {
            "API_KEY": self.api_key.get_secret_value() if self.api_key else None,
            "BASE_URL": self.base_url,
            "LLM_GATEWAY_BASE_URL": self.llm_gateway_url,
            "STREAMING_BASE_URL": self.streaming_url,
            "LLM": None if self.llm == "own" else self.llm,  # no child process has the model
            "LLM_MODEL": self.llm_model,
            "STREAMING_TOKEN": self.streaming_token,
            # An empty value would mean the default; nothing lies below the null device.
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
    def choices(self) -> Choices:
        """What operations need to know of the settings."""
        return Choices(
            llm=self.llm or ("gateway" if self.region else "lemur"),
            llm_model=self.llm_model,
            streaming_token=self.streaming_token,
        )

    def require_key(self) -> str:
        """The API key, or the sentence that says where to put one."""
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
class _Reader:
    """Reads ASSEMBLYAI_* variables, each with the sentence for a wrong value."""

    values: Mapping[str, str]

    def text(self, name: str) -> str | None:
        """A variable, or None where it is empty or a chat client left its own placeholder in it."""
        value = self.values.get(f"ASSEMBLYAI_{name}", "").strip()
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
        if value is None or _is_address(value):
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
    """The working folder, unless it is the root of the disk: chat clients start servers there."""
    folder = working.resolve()
    return () if folder == Path(folder.anchor) else (folder,)


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # a malformed IPv6 address, a port that is no number
        return False
    return (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"[A-Za-z0-9.:_-]+", parts.hostname or "") is not None
        and not (parts.query or parts.fragment or parts.username or port == 0)
    )
