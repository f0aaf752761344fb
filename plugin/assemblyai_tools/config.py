"""Settings, and the only reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from assemblyai_tools.errors import ConfigurationError

LIVE_URL = "https://api.assemblyai.com"

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the service is, who is asking, and which local folders may be touched."""

    api_key: SecretStr | None = None
    base_url: str = LIVE_URL
    """The REST host: https://api.assemblyai.com, or an emulator's address."""
    allowed_dirs: tuple[Path, ...] = field(default_factory=lambda: default_dirs(Path.cwd()))
    """Files are read and written only below these folders, after resolving links."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read ASSEMBLYAI_API_KEY, ASSEMBLYAI_BASE_URL and ASSEMBLYAI_ALLOWED_DIRS."""
        values = os.environ if env is None else env
        key = _value(values, "ASSEMBLYAI_API_KEY")
        dirs = _value(values, "ASSEMBLYAI_ALLOWED_DIRS")
        return cls(
            api_key=SecretStr(key) if key else None,
            base_url=_checked_url(_value(values, "ASSEMBLYAI_BASE_URL") or LIVE_URL),
            allowed_dirs=_folders(dirs) if dirs else default_dirs(Path.cwd()),
        )

    def to_env(self) -> dict[str, str]:
        """The same settings as environment variables, for a child process."""
        env = {
            "ASSEMBLYAI_BASE_URL": self.base_url,
            "ASSEMBLYAI_ALLOWED_DIRS": os.pathsep.join(str(folder) for folder in self.allowed_dirs),
        }
        if self.api_key:
            env["ASSEMBLYAI_API_KEY"] = self.api_key.get_secret_value()
        return env

    def require_key(self) -> str:
        """The API key, or the sentence that says where to put one."""
        if self.api_key is None:
            raise ConfigurationError(
                "No AssemblyAI API key is set, so nothing was sent.",
                next_step=(
                    "The person who runs this must set ASSEMBLYAI_API_KEY (a key is free at "
                    "https://www.assemblyai.com/dashboard), or use the offline emulator, which needs none."
                ),
            )
        return self.api_key.get_secret_value()


def default_dirs(working: Path) -> tuple[Path, ...]:
    """The working folder, unless it is the root of the disk: chat clients start servers there."""
    folder = working.resolve()
    return () if folder == Path(folder.anchor) else (folder,)


def _value(values: Mapping[str, str], name: str) -> str | None:
    """A variable, or None where it is empty or a chat client left its own placeholder in it."""
    value = values.get(name, "").strip()
    return None if not value or _PLACEHOLDER.fullmatch(value) else value


def _folders(value: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser().resolve() for part in value.split(os.pathsep) if part.strip())


def _checked_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"ASSEMBLYAI_BASE_URL is {value!r}, which is not an http(s) address.",
            next_step=f"Leave it unset for {LIVE_URL}, or give an address such as http://127.0.0.1:8787.",
        )
    return value.rstrip("/")
