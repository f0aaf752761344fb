import io
import json
import subprocess
import threading

import pytest
from tests.emulator import media_files

from assemblyai_emulator.hearing.recognizer import Heard
from assemblyai_emulator.hearing.speech_model import choose
from assemblyai_emulator.jobs.job import AUDIO_IS_GONE, Job
from assemblyai_emulator.jobs.worker import command, run

MODEL = choose("tiny.en", lambda name: None)


def test_a_worker_replies_to_each_job_and_ends_with_its_parent(hello, tmp_path, wav):
    short = tmp_path / "short.wav"
    short.write_bytes(wav(0.1))
    with subprocess.Popen(
        command(MODEL, 1),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        process.stdin.write(Job(str(short)).to_line() + Job(str(hello)).to_line())
        process.stdin.flush()
        lines = []
        while line := process.stdout.readline():
            lines.append(line)
            if line.startswith(b"result"):
                break
        # When a parent is killed, all that happens is that the stdin of the worker closes.
        process.stdin.close()
        assert process.wait(20) == 0
    others = [line for line in lines[:-1] if not line.startswith((b"progress ", b"length ", b"decoded "))]
    assert [line.partition(b". ")[0] for line in others] == [b"failed Audio duration is too short"]
    result = json.loads(lines[-1].removeprefix(b"result "))
    assert result["text"] == "The weather was called this morning, we will meet again on Friday."


def test_a_worker_ends_with_its_parent_even_in_the_middle_of_a_job(hello):
    with subprocess.Popen(
        command(MODEL, 1),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        process.stdin.write(Job(str(hello)).to_line())
        process.stdin.flush()
        assert any(line.startswith(b"length") for line in iter(process.stdout.readline, b""))
        process.stdin.close()
        assert process.wait(20) == 0
        assert b"result" not in process.stdout.read()


class Replies(io.BytesIO):
    """Keeps the lines to the parent. `reported` is set when a line of `awaited` arrives."""

    def __init__(self, awaited: bytes = b"none") -> None:
        super().__init__()
        self.awaited = awaited
        self.reported = threading.Event()

    def write(self, line: bytes) -> int:
        if line.startswith(self.awaited):
            self.reported.set()
        return super().write(line)

    def last(self, kind: bytes) -> bytes:
        lines = [line for line in self.getvalue().splitlines() if line.startswith(kind + b" ")]
        return lines[-1].removeprefix(kind + b" ")


class Waiting:
    """A recognizer that reads all audio, and then decodes nothing until the parent has got a report."""

    model = "waiting"

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def recognize(self, blocks, listening, progress_ms):
        channels = 0
        for block in blocks:
            channels = len(block)
        # The first report may have been on its way before all was read.
        for _ in range(2):
            self._replies.reported.clear()
            assert self._replies.reported.wait(20)
        return Heard([[] for _ in range(channels)], written=True)


def test_a_worker_reports_while_one_call_decodes(hello):
    replies = Replies(b"progress ")
    run(Job(str(hello)), lambda: Waiting(replies), replies)
    assert json.loads(replies.last(b"result"))["text"] == ""


def test_a_worker_reports_while_a_model_is_loaded(hello):
    replies = Replies(b"progress ")

    def load():
        assert replies.reported.wait(20)
        return Waiting(replies)

    run(Job(str(hello)), load, replies)
    assert replies.last(b"result")


def test_joined_ogg_files_report_what_is_decoded_beyond_the_length_they_state(tmp_path):
    parts = [
        media_files.write(tmp_path / f"{seconds}.ogg", "libopus", [(0, media_files.tone(seconds))])
        for seconds in (9, 1)
    ]
    joined = tmp_path / "joined.ogg"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    replies = Replies(b"decoded ")
    run(Job(str(joined)), lambda: Waiting(replies), replies)
    assert float(replies.last(b"length")) < 2
    assert float(replies.last(b"decoded")) > 8


@pytest.mark.parametrize("spans", [None, []])
def test_audio_that_is_removed_before_it_is_read_fails_the_job_and_not_the_worker(tmp_path, spans):
    replies = Replies()
    job = Job(str(tmp_path / "gone"), hidden_spans=spans, redacted_audio=str(tmp_path / "copy.wav"))
    run(job, lambda: Waiting(replies), replies)
    assert replies.getvalue() == b"failed " + AUDIO_IS_GONE.encode() + b"\n"


def test_weights_that_are_missing_are_not_taken_for_missing_audio(hello):
    def load():
        raise FileNotFoundError("model.bin")

    with pytest.raises(FileNotFoundError, match=r"model\.bin"):
        run(Job(str(hello)), load, Replies())
