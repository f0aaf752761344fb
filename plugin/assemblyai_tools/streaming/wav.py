"""What the first bytes of audio say about it: the header of a WAV file, and other forms that are no raw samples."""

import struct
from dataclasses import dataclass

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.parameters import BYTES_A_SAMPLE, StreamParameters

ENOUGH = 12
"""Bytes from which a form is known."""

_FORMATS = {1: "pcm_s16le", 7: "pcm_mulaw"}
"""The encodings by the numbers that a WAV file gives them."""

_EXTENSIBLE = 0xFFFE
"""The number of a header whose encoding stands further on."""

_FORM = struct.Struct("<HHIIHH")
"""Encoding, channels, samples a second, bytes a second, bytes of a sample of all channels, bits of a sample."""

_SIGNS = (
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"ID3", "an MP3 file"),
    (b"caff", "a CAF file"),
    (b"FORM", "an AIFF file"),
    (b"\x1aE\xdf\xa3", "a WebM file"),
)
"""How files begin that are no raw samples."""


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


def read_header(start: bytes) -> WavHeader | None:
    """The header of a WAV file in its first bytes; None if it does not have one. Chunks before the samples are passed.

    Raises an InvalidArgumentsError if it has one that does not lead to samples.
    """
    if start[:4] not in {b"RIFF", b"RF64"} or start[8:ENOUGH] != b"WAVE":
        return None
    at, form = ENOUGH, None
    while at + 8 <= len(start):
        name, length = start[at : at + 4], int.from_bytes(start[at + 4 : at + 8], "little")
        at += 8
        if name == b"data" and form is not None:
            return WavHeader(*form, size=at)
        if name == b"fmt " and at + _FORM.size <= len(start):
            number, channels, rate, _, _, bits = _FORM.unpack_from(start, at)
            if number == _EXTENSIBLE:
                number = int.from_bytes(start[at + 24 : at + 26], "little")
            form = (_FORMATS.get(number, f"encoding {number}"), channels, rate, bits)
        at += length + length % 2
    raise InvalidArgumentsError(
        "The audio begins as a WAV file, but its header is not complete, so no session was opened.",
        next_step="Check the file.",
    )


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
            next_step=(
                f"Convert it (ffmpeg -i INPUT -ac 1 -ar {rate} -c:a pcm_s16le OUTPUT.wav), or give the parameters "
                "that it has."
            ),
        )


def check_raw(start: bytes, parameters: StreamParameters) -> None:
    """Raise an InvalidArgumentsError if audio that should be raw samples begins as a file does."""
    if parameters.encoding not in BYTES_A_SAMPLE:
        return
    header = read_header(start) if len(start) >= ENOUGH else None
    if header is not None:
        check_header(header, parameters, "The WAV audio")
        raise InvalidArgumentsError(
            "The audio begins with the header of a WAV file, which would be heard as noise, so no session was opened.",
            next_step=f"Leave out its first {header.size} bytes, or give the file's path.",
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
                "Convert it (ffmpeg -i INPUT -ac 1 -ar 16000 -c:a pcm_s16le OUTPUT.wav) and give that path with "
                "sample_rate=16000, or give the encoding that it has."
            ),
        )
