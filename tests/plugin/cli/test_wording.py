"""Texts for a model, which calls tools, become texts for a person, who types commands."""

import pytest

from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.origin import install_command


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
        ("get_transcript was not called: x=1", "x=1"),
        ("transcribe was not called: there is no argument 'x'.", "there is no option --x."),
        (
            "there is no argument 'speakers' (did you mean 'speaker_labels'?)",
            "there is no option --speakers (did you mean --speaker-labels?)",
        ),
        ("the argument 'subtitle_format' is required", "--subtitle-format is required"),
        (
            "Install it (pip install 'assemblyai-tools[emulator-speakers]'; it has no wheels",
            f"Install it ({install_command('emulator-speakers')}; it has no wheels",
        ),
        (
            "Install it: pip install 'assemblyai-tools[emulator]' (in a clone: pip install '.[emulator]').",
            f"Install it: {install_command('emulator')}",
        ),
        ("names.0: give an object with speaker, name.", "names: give SPEAKER=NAME."),
        ("custom_spelling.0: give an object with from, to", "--custom-spelling: give FROM=TO"),
        ("x: give an object with a, b, c", "x: give JSON with a, b, c"),
        ("keyterms_prompt.12: give text", "--keyterms-prompt: give text"),
        (
            "only the loudest one: send multichannel: true to hear",
            "only the loudest one: give --multichannel to hear",
        ),
        ("Send multichannel: true instead.", "Give --multichannel instead."),
        ("It has no effect without redact_pii: true.", "It has no effect without --redact-pii."),
        ("Refused (HTTP 400). Do not repeat the same call; change what the message names.", "Refused."),
        ("Do not repeat the same call; change the question.", "Change the question."),
        ("It failed (HTTP 500).", "It failed (HTTP 500)."),
        ("Wrong. Correct the arguments and call again.", "Wrong. Correct the command and run it again."),
        ("Wait 5 s, then call again with the same arguments.", "Wait 5 s, then run the same command again."),
        (
            "Nothing to find, or transcribe was not called with speaker_labels.",
            "Nothing to find, or it was not transcribed with --speaker-labels.",
        ),
        (
            (
                "This transcript has a status of 'error'. Transcripts must have a status of 'completed' before "
                "requesting word search (HTTP 400)."
            ),
            "This transcript failed; only completed ones can be read.",
        ),
        (
            (
                "There is no file a.mp3. Check the name; find_recordings lists what there is. Files may be in /a, /b "
                "(ASSEMBLYAI_ALLOWED_DIRS; /b is a file, not a folder). The end."
            ),
            "There is no file a.mp3. Check the name; assemblyai-tools recordings lists what there is. The end.",
        ),
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


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (
            (
                "Leave it out, call the real API for it, or start the emulator with --scenarios DIR and a transcript "
                "of your own for this audio (HTTP 400)."
            ),
            "Leave it out, or leave --offline out.",
        ),
        (
            (
                "Start the emulator with --speech-model base (or ASSEMBLYAI_EMULATOR_SPEECH_MODEL=base), or call "
                "the real API."
            ),
            "Set ASSEMBLYAI_EMULATOR_SPEECH_MODEL=base, or leave --offline out.",
        ),
        (
            "Call the real API to have it hidden, or use --scenarios DIR with your own redacted transcript.",
            "Leave --offline out to have it hidden.",
        ),
        (
            "It needs a language model: start the emulator with --llm-url, or call the real API",
            "It needs a language model: leave --offline out",
        ),
        (
            "Start it with --llm-url for any other schema, or call the real API.",
            "Leave --offline out for any other schema.",
        ),
        ("Start the emulator with --llm-url to ask a model instead.", "Leave --offline out."),
        ("a.mp3: again=true makes and pays a new one.", "a.mp3: --again makes a new one."),
    ],
)
def test_who_works_offline_starts_no_emulator_and_pays_nothing(told, meant):
    assert in_commands(told, offline=True) == meant
    assert "leave --offline" not in in_commands(told).lower()
