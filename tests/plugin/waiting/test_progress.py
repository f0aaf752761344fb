import pytest

from assemblyai_tools.waiting.progress import Progress, no_progress


def test_progress_without_a_share_or_a_job_has_neither():
    assert Progress("retrying", "trying again") == Progress("retrying", "trying again", None, None)


def test_what_is_going_on_cannot_be_changed_by_who_hears_of_it():
    with pytest.raises(AttributeError):
        Progress("waiting", "transcribing").stage = "uploading"


def test_nobody_need_listen():
    assert no_progress(Progress("waiting", "transcribing")) is None
