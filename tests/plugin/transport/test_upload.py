from pathlib import Path

import pytest

from assemblyai_tools.transport.upload import CHUNK, chunks, progress
from assemblyai_tools.waiting.progress import Progress


@pytest.mark.parametrize(("sent", "fraction"), [(1, 0.25), (4, 1.0), (9, 1.0)])
def test_the_reported_share_never_exceeds_the_whole_file(sent, fraction):
    assert progress(Path("/there/a.wav"), sent, 4) == Progress("uploading", "uploading a.wav", fraction)


def test_a_file_is_sent_in_chunks_and_each_is_reported_after_it_was_sent(tmp_path):
    file, reports = tmp_path / "a.wav", []
    file.write_bytes(b"x" * (CHUNK + 1))
    sending = chunks(file, CHUNK + 1, reports.append)
    assert (len(next(sending)), reports) == (CHUNK, [])
    assert (next(sending), len(reports)) == (b"x", 1)
    assert (list(sending), reports[-1].fraction) == ([], 1.0)


def test_a_file_that_grows_is_sent_at_its_first_size(tmp_path):
    file = tmp_path / "a.wav"
    file.write_bytes(b"x" * (CHUNK + 1))
    sending = chunks(file, CHUNK + 1, lambda _progress: None)
    next(sending)
    with file.open("ab") as stream:
        stream.write(b"more")
    assert list(sending) == [b"x"]
