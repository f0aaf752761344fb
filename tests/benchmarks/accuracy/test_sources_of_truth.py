"""What comes with the recordings: their texts and turns, and the packages they are in."""

import io
import tarfile
import wave

import av
import numpy as np
import pytest
from benchmarks.accuracy import librivox, prompts, telephone
from benchmarks.accuracy.audio import wav_of_g722
from benchmarks.accuracy.debian_package import files
from benchmarks.accuracy.recording import Turn


def debian_package(contents: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:xz") as archive:
        for name, content in contents.items():
            info = tarfile.TarInfo(f"./{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    members = (("debian-binary", b"2.0\n"), ("control.tar.xz", b"odd"), ("data.tar.xz", data.getvalue()))
    return b"!<arch>\n" + b"".join(
        f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        + content
        + b"\n" * (len(content) % 2)
        for name, content in members
    )


def test_the_files_of_a_debian_package_are_read(tmp_path):
    path = tmp_path / "sounds.deb"
    path.write_bytes(debian_package({"usr/share/a.g722": b"sound", "usr/share/doc/copyright": b"text"}))
    assert files(path, lambda name: name.endswith(".g722")) == {"usr/share/a.g722": b"sound"}


@pytest.mark.parametrize("content", [b"PK", b"!<arch>\n"])
def test_something_else_is_no_debian_package(tmp_path, content):
    path = tmp_path / "sounds.deb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="Debian package"):
        files(path, lambda _: True)


def test_prompts_of_eight_words_that_are_read_as_written_are_used():
    listing = (
        "; Core Sounds\n"
        "short: Press 1 now.\n"
        "conf-kicked: You have been kicked out of this conference, friend.\n"
        "follow/options.wav: press 1 to accept this call or 2 to reject it\n"
        "beeperr: [this is an error beep tone of one second]\n"
        "help: press * to toggle pause, press # to enter a new name\n"
    )
    assert list(prompts.spoken(listing)) == [
        ("conf-kicked", "You have been kicked out of this conference, friend."),
        ("follow/options", "press 1 to accept this call or 2 to reject it"),
    ]


def test_the_text_and_the_turns_of_the_call_are_read():
    assert telephone.said("call 1 Ann 0.5 1.2 Hello?\n\ncall 1 Bob 1.3 2 Oh, hello.\n") == "Hello? Oh, hello."
    rttm = "SPEAKER call 1 6.690 0.430 <NA> <NA> ann <NA> <NA>\nSPKR-INFO call 1 <NA> <NA> <NA> unknown ann <NA>\n"
    assert telephone.turns_of(rttm) == (Turn(6.69, pytest.approx(7.12), "ann"),)


def test_the_sentences_of_the_book_are_read():
    listing = "<s> he was not ill disposed </s> (book-0880)\n<s> a more a amiable woman </s> (book-0920)\n"
    assert librivox.spoken(listing) == [
        ("book-0880", "he was not ill disposed"),
        ("book-0920", "a more amiable woman"),
    ]


def test_g722_becomes_a_wav_file_of_the_same_length():
    tone = (8000 * np.sin(np.arange(16_000) * 0.1)).astype(np.int16)
    packed = io.BytesIO()
    with av.open(packed, "w", format="g722") as container:
        stream = container.add_stream("g722", rate=16_000)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(tone[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with wave.open(io.BytesIO(wav_of_g722(packed.getvalue()))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, 16_000, 2)
        heard = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    assert abs(len(heard) - 16_000) <= 400
    assert np.abs(heard).max() == pytest.approx(8000, rel=0.1)
