"""The audio on disk: uploads, one copy for each unfinished transcript, and redacted copies."""

import os
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store import failures, free_space

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OWN_NAME = re.compile(_ID)
_REDACTED_NAME = re.compile(rf"(?P<id>{_ID})-[0-9a-f]{{32}}\.(?:mp3|wav)")
_OWN_REDACTED_NAME = re.compile(rf"{_ID}-[0-9a-f]{{32}}\.(?:mp3|wav|part)")
"""Includes unfinished copies, which end in `.part`."""
_OWNER_ONLY = 0o700


class AudioFiles:
    """Every transcript has its own name for its audio.

    So deleting a transcript never removes the audio of another one that uses the same upload.
    """

    def __init__(self, data_folder: Path) -> None:
        self._uploads = data_folder / "uploads"
        self._media = data_folder / "media"
        self._redacted = data_folder / "redacted"

    def create_folders(self) -> None:
        """Raises SetupError if a folder cannot be created."""
        for folder in (self._uploads, self._media, self._redacted):
            try:
                folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
            except OSError as error:
                raise SetupError(
                    f"{folder} cannot be made ({error.strerror}). Choose another --data-dir."
                ) from None

    def upload(self, upload_id: str) -> Path:
        return self._uploads / upload_id

    def media(self, transcript_id: str) -> Path:
        return self._media / transcript_id

    def link_upload(self, upload_id: str, transcript_id: str) -> None:
        """Link the upload's file, or copy it, as the transcript's audio.

        Raises FileNotFoundError if the upload is gone, and StorageError, leaving nothing, if the disk is full or fails.
        """
        source, target = self.upload(upload_id), self.media(transcript_id)
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without hard links
            _copy(source, target)

    def remove_upload(self, upload_id: str) -> None:
        self.upload(upload_id).unlink(missing_ok=True)

    def remove_media(self, transcript_id: str) -> None:
        self.media(transcript_id).unlink(missing_ok=True)

    def new_redacted_copy(self, transcript_id: str, quality: str) -> Path:
        """Remove what an earlier attempt left, and return the path to write to. Its name cannot be guessed."""
        self.remove_redacted_copy(transcript_id)
        return self._redacted / f"{transcript_id}-{secrets.token_hex(16)}.{quality}"

    def find_redacted_copy(self, name: str) -> Path | None:
        """The redacted copy with that name, or None."""
        path = self._redacted / name
        return path if _REDACTED_NAME.fullmatch(name) and path.is_file() else None

    def remove_redacted_copy(self, transcript_id: str) -> None:
        for path in _own(self._redacted, _OWN_REDACTED_NAME):
            if path.name.startswith(f"{transcript_id}-"):
                path.unlink(missing_ok=True)

    def redacted_ids(self) -> set[str]:
        """The ids of the transcripts that have a redacted copy."""
        names = (_REDACTED_NAME.fullmatch(path.name) for path in self._redacted.iterdir())
        return {name["id"] for name in names if name}

    def remove_orphans(
        self, upload_ids: Iterable[str], transcript_ids: Iterable[str], redacted_ids: Iterable[str]
    ) -> None:
        """Remove all audio except this: a killed server leaves unfinished files. Other files are not touched."""
        for folder, kept in ((self._uploads, set(upload_ids)), (self._media, set(transcript_ids))):
            for path in _own(folder, _OWN_NAME):
                if path.name not in kept:
                    path.unlink()
        kept_redacted = set(redacted_ids)
        for path in _own(self._redacted, _OWN_REDACTED_NAME):
            name = _REDACTED_NAME.fullmatch(path.name)
            if name is None or name["id"] not in kept_redacted:
                path.unlink()


def _copy(source: Path, target: Path) -> None:
    try:
        with failures.reported():
            free_space.check(target.parent, source.stat().st_size)
            shutil.copyfile(source, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _own(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The regular files that the emulator has created, judged by their names. Other files are not its own."""
    with os.scandir(folder) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if name.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]
