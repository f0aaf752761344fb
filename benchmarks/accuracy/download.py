"""Fetches files from public addresses into a folder of the user's caches. The project holds no recording."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import platformdirs

FOLDER = platformdirs.user_cache_path("assemblyai-tools") / "recordings"
_SECONDS = 60
"""Until a server must answer."""


class UnavailableError(Exception):
    """A recording cannot be had. The text says which one and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file at a public address. It is used only if it is the one whose sum is given."""

    url: str
    sha256: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    def fetch(self, folder: Path, transport: httpx.BaseTransport | None = None) -> Path:
        """The file within `folder`, fetched if it is not there yet. Raises UnavailableError."""
        path = folder / self.name
        if path.is_file() and self._is_right(path):
            return path
        folder.mkdir(parents=True, exist_ok=True)
        sys.stderr.write(f"fetching {self.url}\n")
        part = path.with_name(f"{self.name}.part")
        try:
            self._download(part, transport)
        except (httpx.HTTPError, OSError) as error:
            raise UnavailableError(
                f"{self.url} could not be fetched: {error or type(error).__name__}"
            ) from error
        if not self._is_right(part):
            part.unlink()
            raise UnavailableError(f"{self.url} is not the file that was expected: its SHA-256 differs")
        return part.replace(path)

    def _download(self, path: Path, transport: httpx.BaseTransport | None) -> None:
        with (
            httpx.Client(transport=transport, follow_redirects=True, timeout=_SECONDS) as http,
            http.stream("GET", self.url) as reply,
            path.open("wb") as file,
        ):
            reply.raise_for_status()
            for chunk in reply.iter_bytes():
                file.write(chunk)

    def _is_right(self, path: Path) -> bool:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
