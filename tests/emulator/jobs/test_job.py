from assemblyai_emulator.jobs.job import Job


def test_a_job_is_one_line_and_can_be_read_back():
    job = Job("/tmp/a b\nc.wav", punctuate=False, multichannel=True, audio_start_from=5, audio_end_at=9)
    line = job.to_line()
    assert line.count(b"\n") == 1
    assert Job.from_line(line) == job
