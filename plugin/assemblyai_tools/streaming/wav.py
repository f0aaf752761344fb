"""What the first bytes of audio say about it: the header of a WAV file, and other forms that are no raw samples."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.parameters import BYTES_A_SAMPLE, StreamParameters

ENOUGH = 12
"""Bytes that are enough to recognize a form."""

_FORMATS = {1: "pcm_s16le", 7: "pcm_mulaw"}
"""The encodings by the numbers that a WAV file gives them."""

_EXTENSIBLE = 0xFFFE
"""The number of a header whose encoding stands further on."""

_FORM = struct.Struct("<HHIIHH")
"""Encoding, channels, samples a second, bytes a second, bytes of a sample of all channels, bits of a sample."""

_LONGEST_FORM = 40
"""Bytes of the chunk that tells the form, at most."""

_UNKNOWN = (0, 2**32 - 1)
"""What a header has for the length of the samples if it was written before them, into a pipe."""

_MOST_CHUNKS = 1000
"""Chunks before the samples, at most: a file of nothing else would keep a thread busy."""

_SIGNS = (
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"ID3", "an MP3 file"),
    (b"caff", "a CAF file"),
    (b"FORM", "an AIFF file"),
    (b"\x1aE\xdf\xa3", "a WebM file"),
)
"""The first bytes of files that do not hold raw samples."""


@dataclass(frozen=True, slots=True)
class WavHeader:
    """The header of a WAV file."""

    encoding: str
    channels: int
    sample_rate: int
    """Hz."""
    bits: int
    """Bits of a sample."""
    size: int
    """Bytes of the header: the samples follow."""
    length: int | None
    """Bytes of the samples; None if they go on to the end: the program that wrote them into a pipe did not know it."""


def conversion(rate: int) -> str:
    """The command that converts any recording into a WAV file of one channel; `rate` in Hz."""
    return f"ffmpeg -i INPUT -ac 1 -ar {rate} -c:a pcm_s16le OUTPUT.wav"


def is_wav(start: bytes) -> bool:
    """Whether these are the first bytes of a WAV file."""
    return start[:4] in {b"RIFF", b"RF64"} and start[8:ENOUGH] == b"WAVE"


def read_header(start: bytes) -> WavHeader | None:
    """The header of a WAV file in its first bytes; None if it does not have one. Chunks before the samples are passed.

    Raises an InvalidArgumentsError if it has one that does not lead to samples.
    """
    return find_header(BytesIO(start))


def find_header(stream: BinaryIO) -> WavHeader | None:
    """As `read_header`, in a file that stands at its start: however long the chunks before the samples are."""
    if not is_wav(stream.read(ENOUGH)):
        return None
    header = _header(stream)
    if header is None:
        raise InvalidArgumentsError(
            "The audio begins as a WAV file, but its header is not complete, so no session was opened.",
            next_step="Check the file.",
        )
    return header


def _header(stream: BinaryIO) -> WavHeader | None:
    """The header in the chunks that follow; None if they end before the samples."""
    form = None
    for _ in range(_MOST_CHUNKS):
        chunk = stream.read(8)
        if len(chunk) < 8:  # noqa: PLR2004 - name and length
            return None
        at, length = stream.tell(), int.from_bytes(chunk[4:], "little")
        if chunk.startswith(b"data") and form is not None:
            return WavHeader(*form, size=at, length=None if length in _UNKNOWN else length)
        if chunk.startswith(b"fmt "):
            form = _form(stream.read(_LONGEST_FORM)) or form
        stream.seek(at + length + length % 2)
    return None


def _form(chunk: bytes) -> tuple[str, int, int, int] | None:
    """Encoding, channels, samples a second and bits of a sample; None if that is not all there."""
    if len(chunk) < _FORM.size:
        return None
    number, channels, rate, _, _, bits = _FORM.unpack_from(chunk)
    if number == _EXTENSIBLE:
        number = int.from_bytes(chunk[24:26], "little")
    return _FORMATS.get(number, f"encoding {number}"), channels, rate, bits


def check_header(header: WavHeader, parameters: StreamParameters, name: str) -> None:
    """Raise an InvalidArgumentsError if a file's samples are not those that the parameters announce."""
    wrong = None
    bits = 8 * BYTES_A_SAMPLE.get(parameters.encoding, 0)
    if header.encoding != parameters.encoding or header.bits != bits:
        wrong = f"holds {header.encoding} with {header.bits} bits, not {parameters.encoding}"
    elif header.channels != 1:
        wrong = f"has {header.channels} channels, and a session takes one"
    elif header.sample_rate != parameters.sample_rate:
        wrong = f"has {header.sample_rate:,} samples a second, not sample_rate={parameters.sample_rate}"
    if wrong:
        rate = parameters.sample_rate or 16_000
        raise InvalidArgumentsError(
            f"{name} {wrong}, so no session was opened.",
            next_step=(f"Convert it ({conversion(rate)}), or give the parameters that it has."),
        )


def check_raw(start: bytes, parameters: StreamParameters) -> None:
    """Raise an InvalidArgumentsError if audio that should be raw samples begins as a file does."""
    if parameters.encoding not in BYTES_A_SAMPLE:
        return
    if is_wav(start):
        header = _header(BytesIO(start[ENOUGH:]))
        if header is not None:
            check_header(header, parameters, "The WAV audio")
        what = f"its first {ENOUGH + header.size} bytes" if header else "all bytes before its samples"
        raise InvalidArgumentsError(
            "The audio begins with the header of a WAV file, which would be heard as noise, so no session was opened.",
            next_step=f"Leave out {what}, or give the file's path.",
        )
    check_no_file(start, "The audio")


def check_no_file(start: bytes, name: str) -> None:
    """Raise an InvalidArgumentsError if these are the first bytes of a compressed file."""
    sign = next((form for sign, form in _SIGNS if start.startswith(sign)), None)
    if sign is None and start[4:8] == b"ftyp":
        sign = "an MP4 file"
    if sign:
        raise InvalidArgumentsError(
            f"{name} is {sign}, and raw samples were announced, so no session was opened.",
            next_step=(
                f"Convert it ({conversion(16_000)}) and give that path with "
                "sample_rate=16000, or give the encoding that it has."
            ),
        )
