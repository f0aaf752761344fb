"""The audio on disk: uploads by their id, and one file for each unfinished transcript."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


class AudioFiles:
    """A transcript has its audio under a name of its own.

    So deleting one transcript never takes away the audio of another that uses the same upload.
    """

    def __init__(self, data_dir: Path) -> None:
        self._uploads = data_dir / "uploads"
        self._media = data_dir / "media"

    def prepare(self) -> None:
        for folder in (self._uploads, self._media):
            folder.mkdir(parents=True, exist_ok=True)

    def upload(self, upload_id: str) -> Path:
        return self._uploads / upload_id

    def media(self, transcript_id: str) -> Path:
        return self._media / transcript_id

    def adopt(self, upload_id: str, transcript_id: str) -> None:
        """Give the transcript the upload's bytes. Raises FileNotFoundError when they are gone."""
        source, target = self.upload(upload_id), self.media(transcript_id)
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without hard links
            shutil.copyfile(source, target)

    def remove_upload(self, upload_id: str) -> None:
        self.upload(upload_id).unlink(missing_ok=True)

    def remove_media(self, transcript_id: str) -> None:
        self.media(transcript_id).unlink(missing_ok=True)

    def sweep(self, upload_ids: Iterable[str], transcript_ids: Iterable[str]) -> None:
        """Remove every file but these: what a server that was killed left half-done."""
        for folder, wanted in ((self._uploads, set(upload_ids)), (self._media, set(transcript_ids))):
            for path in folder.iterdir():
                if path.name not in wanted:
                    path.unlink()
