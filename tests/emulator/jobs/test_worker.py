import json
import subprocess

from assemblyai_emulator.hearing.speech_model import choose
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.worker import command

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
    others = [line for line in lines[:-1] if not line.startswith((b"progress ", b"length "))]
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
        assert process.stdout.readline().startswith(b"length")
        process.stdin.close()
        assert process.wait(20) == 0
        assert b"result" not in process.stdout.read()
