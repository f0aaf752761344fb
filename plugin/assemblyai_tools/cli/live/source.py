"""What is listened to: a recording, a pipe, or the microphone."""

import sys
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.inputs import STDIN
from assemblyai_tools.cli.live.decoding import BYTES_A_SECOND, SAMPLE_RATE, decoded
from assemblyai_tools.cli.live.paced import paced
from assemblyai_tools.cli.live.piped import Piped
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.operations.links import web_address
from assemblyai_tools.streaming.microphone import microphone
from assemblyai_tools.streaming.parameters import BYTES_A_SAMPLE
from assemblyai_tools.streaming.sources import Audio
from assemblyai_tools.streaming.wav import ENOUGH, WavHeader, check_no_file, find_header
from assemblyai_tools.text import flat
from assemblyai_tools.transport.local_files import readable_file

_CHECK_MICROPHONE = (
    "Check that the microphone is not muted, or choose another one with --device: `python -m sounddevice` lists "
    "them."
)
"""What to look at if a microphone gave no speech."""


@dataclass(frozen=True, slots=True)
class Source:
    """Audio, and what a session has to know of it."""

    audio: Audio
    name: PurePath
    """The files of the results are named after it."""
    label: str
    """What a person calls it."""
    sample_rate: int
    """Hz."""
    encoding: str = "pcm_s16le"
    folder: Path | None = None
    """The folder of a file."""
    check: str = "Check that the audio holds speech, and that its sample rate is right."
    """What to look at if nothing was heard."""

    @property
    def title(self) -> str:
        """The title of documents of it."""
        return self.label if self.has_end else f"Live speech from {self.label}"

    @property
    def has_end(self) -> bool:
        """Whether it ends by itself. Then Ctrl-C leaves it incomplete."""
        return self.folder is not None


def from_microphone(sample_rate: int | None, device: str | None) -> Source:
    """The microphone, or another device of this number or name. Raises an AssemblyAIError if it cannot be had."""
    number = int(device) if device and device.isdecimal() else device
    heard = microphone(sample_rate=sample_rate or SAMPLE_RATE, device=number)
    return Source(heard, _dated(), "the microphone", heard.sample_rate, check=_CHECK_MICROPHONE)


def from_word(word: str, sample_rate: int | None, opened: ExitStack, *, at_pace: bool) -> Source:
    """The audio that a person named: the path of a file, or - for stdin. `opened` closes the file.

    Raises an AssemblyAIError for what cannot be heard.
    """
    if word == STDIN:
        # Not the buffered stream: a thread that waits in it keeps Python from ending.
        stream = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        return _from_pipe(Piped(stream, "stdin"), sample_rate)
    if web_address(word):
        pipe = (
            f"ffmpeg -i URL -ac 1 -ar {SAMPLE_RATE} -f s16le - | {PROGRAM} live --sample-rate {SAMPLE_RATE} -"
        )
        raise InvalidArgumentsError(
            "A web address cannot be heard live.", next_step=f"Send it through a pipe: {pipe}"
        )
    return _from_file(Path(word).expanduser().absolute(), sample_rate, opened, at_pace=at_pace)


def _from_file(path: Path, sample_rate: int | None, opened: ExitStack, *, at_pace: bool) -> Source:
    name = flat(path.name)
    file = readable_file(str(path), [path.parent])
    stream = opened.enter_context(file.open())
    start = stream.read(ENOUGH)
    stream.seek(0)
    header = find_header(stream)
    about: dict[str, Any] = {"name": PurePath(path.name), "label": name, "folder": path.parent}
    if header is not None:
        _check_rate(header, sample_rate, name)
        if _is_sent_as_it_is(header):
            return Source(path, sample_rate=header.sample_rate, encoding=header.encoding, **about)
    elif sample_rate is not None:
        _check_raw(start, name)
        return Source(path, sample_rate=sample_rate, **about)
    stream.seek(0)
    audio = decoded(stream, name)
    return Source(paced(audio, BYTES_A_SECOND) if at_pace else audio, sample_rate=SAMPLE_RATE, **about)


def _from_pipe(pipe: Piped, sample_rate: int | None) -> Source:
    """Audio as it comes; how fast is up to what sends it."""
    header = pipe.header()
    audio: Generator[bytes] | None = None
    rate, encoding = sample_rate or SAMPLE_RATE, "pcm_s16le"
    if header is not None:
        _check_rate(header, sample_rate, "The audio on stdin")
        if _is_sent_as_it_is(header):
            pipe.skip(header)
            audio, rate, encoding = pipe.pieces(), header.sample_rate, header.encoding
    elif sample_rate is not None:
        _check_raw(pipe.start(), "The audio on stdin")
        audio = pipe.pieces()
    if audio is None:
        audio, rate = decoded(pipe, "What comes on stdin"), SAMPLE_RATE
    return Source(audio, _dated(), "stdin", rate, encoding)


def _is_sent_as_it_is(header: WavHeader) -> bool:
    return header.channels == 1 and header.bits == 8 * BYTES_A_SAMPLE.get(header.encoding, 0)


def _check_rate(header: WavHeader, sample_rate: int | None, name: str) -> None:
    if sample_rate not in (None, header.sample_rate):
        raise InvalidArgumentsError(
            f"{name} has {header.sample_rate:,} samples a second, not {sample_rate:,}, so no session was opened.",
            next_step="Leave --sample-rate out: the audio says it itself.",
        )


def _check_raw(start: bytes, name: str) -> None:
    try:
        check_no_file(start, name)
    except InvalidArgumentsError as error:
        error.next_step = "Leave --sample-rate out, and it is decoded."
        raise


def _dated() -> PurePath:
    """A name with the time, for audio that has no name."""
    return PurePath(f"live-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}")
