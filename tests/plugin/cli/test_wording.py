"""Texts for a model, which calls tools, become texts for a person, who types commands."""

import pytest

from assemblyai_tools.cli.wording import in_commands


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (
            "Nothing is lost: call get_transcript with transcript_id=t1 and wait_seconds=45 to go on waiting.",
            "Nothing is lost: run assemblyai-tools get t1 to go on waiting.",
        ),
        (
            "for the rest, call get_transcript with transcript_id=t1, parts=['words'] and start_at_ms=500.",
            "for the rest, run assemblyai-tools get t1 --parts words --start-at-ms 500.",
        ),
        ("Wait for it with get_transcript and wait_seconds.", "Wait for it with assemblyai-tools get."),
        (
            "Older ones: list_transcripts with before_id=t1.",
            "Older ones: assemblyai-tools list --before-id t1.",
        ),
        (
            "Call transcribe with audio=http://a.b/c?d=e (only",
            "Run assemblyai-tools transcribe 'http://a.b/c?d=e' (only",
        ),
        (
            "call get_redacted_audio once more with transcript_id=t1 and wait_seconds=45;",
            "run assemblyai-tools redacted-audio t1 --wait-seconds 45 once more;",
        ),
        ("again=true makes and pays a new one.", "--again makes and pays a new one."),
        ("with formal=false", "with --no-formal"),
        (
            'Transcribe with speech_models=["assemblyai-stt-3-7", "universal-2"]: the second',
            "Transcribe with --speech-models assemblyai-stt-3-7 --speech-models universal-2: the second",
        ),
        (
            "Needs redact_pii_policies, such as person_name.",
            "Needs --redact-pii-policies, such as person_name.",
        ),
        (
            "The file speaker_labels.mp3 in /a/speaker_labels/b",
            "The file speaker_labels.mp3 in /a/speaker_labels/b",
        ),
        ("give either transcript_ids or input_text", "give either an ID or --input-text"),
        ("transcribe again, or summarize it", "transcribe again, or summarize it"),
        ("get_transcript was not called: x=1", "get_transcript was not called: x=1"),
        (
            "Trying again will not help: the person who runs this must set X",
            "Trying again will not help: set X",
        ),
        ("The person who runs this must look.", "You must look."),
    ],
)
def test_tools_become_commands_and_arguments_options(told, meant):
    assert in_commands(told) == meant


def test_what_is_done_offline_goes_on_offline():
    told = "Nothing is lost: call get_transcript with transcript_id=t1 to go on."
    assert (
        in_commands(told, offline=True) == "Nothing is lost: run assemblyai-tools get t1 --offline to go on."
    )
