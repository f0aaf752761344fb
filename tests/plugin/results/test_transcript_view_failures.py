"""A failed transcript raises, with the reason and with what to do next."""

import pytest
from tests.plugin.playing import transcript_of
from tests.plugin.results.viewing import view

from assemblyai_tools.errors import TranscriptionFailedError
from assemblyai_tools.results.transcript_view import view_of


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (
            "Download error, unable to download https://x.test/a. Please make sure the file exists.",
            (
                "Transcript t1 failed: Download error, unable to download https://x.test/a. Please make sure the file "
                "exists. Transcribe again if its host was only briefly down; otherwise give a file, or a public URL "
                "that serves it."
            ),
        ),
        (
            "Download error, unable to download http://127.0.0.1/a: 127.0.0.1 is not a public address.",
            (
                "Transcript t1 failed: Download error, unable to download http://127.0.0.1/a: 127.0.0.1 is not a "
                "public address. Trying again will not help: give a public URL or a local file."
            ),
        ),
        (
            "Download error, https://x.test/a is larger than 5000000000 bytes.",
            (
                "Transcript t1 failed: Download error, https://x.test/a is larger than 5000000000 bytes. "
                "Trying again will not help: give a smaller file."
            ),
        ),
        (
            "Audio duration is too short.",
            "Transcript t1 failed: Audio duration is too short. Give at least 160 ms of audio.",
        ),
        (
            "File does not appear to contain audio. File type is text/html",
            (
                "Transcript t1 failed: File does not appear to contain audio. File type is text/html. "
                "Give an audio or video file."
            ),
        ),
        (
            "Transcoding failed. File type application/json",
            "Transcript t1 failed: Transcoding failed. File type application/json. Give an audio or video file.",
        ),
        (
            "Transcoding failed. Codec: the audio is damaged, or is in a form that cannot be converted.",
            (
                "Transcript t1 failed: Transcoding failed. Codec: the audio is damaged, or is in a form that cannot be "
                "converted. Convert it to WAV, FLAC or MP3, and give that file."
            ),
        ),
        (
            "Something\x07 new",
            "Transcript t1 failed: Something new. Check that the audio plays and holds speech, then transcribe again.",
        ),
        (
            None,
            (
                "Transcript t1 failed: no reason was given. "
                "Check that the audio plays and holds speech, then transcribe again."
            ),
        ),
    ],
)
def test_a_failed_transcript_raises_with_the_reason_and_advice(reason, text):
    with pytest.raises(TranscriptionFailedError) as caught:
        view({"id": "t1", "status": "error", "error": reason})
    assert (str(caught.value), caught.value.transcript_id) == (text, "t1")


def test_a_failed_job_whose_model_lacks_the_language_names_the_argument():
    with pytest.raises(TranscriptionFailedError) as caught:
        view_of(
            transcript_of(
                {"id": "t1", "status": "error", "error": "The model does not support language 'fi'."}
            )
        )
    assert 'speech_models=["assemblyai-stt-3-7", "universal-2"]' in caught.value.next_step


def test_a_failure_does_not_show_the_signed_part_of_the_audios_url():
    reason = "Download error, unable to download https://x.test/a.mp3?X-Amz-Signature=abc. Please check."
    with pytest.raises(TranscriptionFailedError, match=r"unable to download https://x\.test/a\.mp3\. Please"):
        view_of(transcript_of({"id": "t1", "status": "error", "error": reason}))
