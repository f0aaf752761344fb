"""The audio that a page plays: a web address, a local file, or none that is known."""

import base64
import mimetypes
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import TranscribedFile
from assemblyai_tools.operations.links import web_address
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.viewer.audio import OWN_ADDRESS
from assemblyai_tools.viewer.redaction import AUDIO_MAY_TELL

MOST_EMBEDDED = 100_000_000
"""Bytes of the largest audio that a page can hold: browsers refuse pages that are much larger."""

LARGE = 20_000_000
"""Bytes of audio in a page after which it is slow to send and to open."""

_TYPES = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".mka": "audio/webm",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
}
"""What browsers call these files, where systems differ or know nothing."""


@dataclass(frozen=True, slots=True)
class PageAudio:
    """Either an address or a file, or neither."""

    url: str | None = None
    """As a page takes it: a web address, or the word for the one that was transcribed."""
    file: Path | None = None
    why: str = ""
    """What is to be known of it, for a hint, such as what keeps a known file from being used."""

    @property
    def media_type(self) -> str:
        """What the file is, by its name."""
        name = self.file.name if self.file else ""
        return _TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "audio/mpeg"

    def embedded(self) -> str | None:
        """The audio as a data: URL; None for a page that plays from the web. Raises a FileAccessError."""
        if self.file is None:
            return None
        try:
            size = self.file.stat().st_size
            if size > MOST_EMBEDDED:
                raise FileAccessError(
                    f"{self.file} has {size / 1e6:,.0f} MB, and a page can hold {MOST_EMBEDDED / 1e6:.0f} MB of audio.",
                    next_step="Leave --embed-audio out: the page then plays the file beside it.",
                )
            content = self.file.read_bytes()
        except OSError as error:
            raise _unreadable(self.file, error) from None
        return f"data:{self.media_type};base64,{base64.b64encode(content).decode()}"


def audio_given(text: str) -> PageAudio:
    """The audio that a person names. Raises a FileAccessError for a file that cannot be read."""
    address = OWN_ADDRESS if text == OWN_ADDRESS else web_address(text)
    if address:
        return PageAudio(url=address)
    path = Path(text).expanduser().absolute()
    try:
        if not S_ISREG(
            path.stat().st_mode
        ):  # a pipe could be read once only, and to open it may wait for ever
            raise FileAccessError(f"{path} is no file.", next_step="Give the recording itself with --audio.")
        path.open("rb").close()
    except OSError as error:
        raise _unreadable(path, error) from None
    return PageAudio(file=path)


def audio_for(transcript_id: str, given: PageAudio | None, *, redacted: bool) -> Flow[PageAudio]:
    """The audio that a person gave, or else the local file, unless that says what the `redacted` words hide."""
    if given:
        return replace(given, why=AUDIO_MAY_TELL) if redacted else given
    found = yield from audio_of_ledger(transcript_id)
    if redacted and found.file:
        why = f"The words are redacted, and {found.file} may say what they hide: --audio FILE plays it all the same."
        return PageAudio(why=why)
    return found


def audio_of_ledger(transcript_id: str) -> Flow[PageAudio]:
    """The local file that a transcript was made of, if the ledger knows it and it is still the same."""
    found: tuple[str, str] | None = yield TranscribedFile(transcript_id)
    if found is None:
        return PageAudio()
    path, stamp = Path(found[0]), found[1]
    try:
        is_same = LocalFile(path, path.stat(), ()).stamp == stamp
    except OSError:
        return PageAudio(why=f"{path} is not there any more: --audio FILE says where the audio is now.")
    if not is_same:
        return PageAudio(why=f"{path} changed since it was transcribed: --audio FILE plays it all the same.")
    return PageAudio(file=path)


def _unreadable(path: Path, error: OSError) -> FileAccessError:
    return FileAccessError(
        f"{path} could not be read ({error.strerror}).", next_step="Give another file with --audio."
    )
