import pytest

from assemblyai_tools.waiting.progress import Progress, no_progress


def test_a_fraction_and_a_job_are_optional():
    assert Progress("retrying", "trying again") == Progress("retrying", "trying again", None, None)


def test_a_report_cannot_be_changed():
    with pytest.raises(AttributeError):
        Progress("waiting", "transcribing").stage = "uploading"


def test_reports_can_be_ignored():
    assert no_progress(Progress("waiting", "transcribing")) is None


def test_a_message_is_on_one_line_whatever_the_name_of_a_file():
    assert Progress("uploading", "uploading a\nb\u202e.mp3").message == "uploading a b.mp3"
