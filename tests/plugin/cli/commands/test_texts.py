"""The commands that ask about a transcript, show or name what was said, and what they need: a key, a text."""

import json

from assemblyai_tools.cli import derived


def test_ask_answers_each_question_with_its_quotes(tools, meeting):
    done = tools("ask", "last", "When will the parser be fixed?", "Who spoke?", "--quotes")
    assert done.code == 0
    assert done.out.startswith("When will the parser be fixed?\n")
    assert "\n\nWho spoke?\n" in done.out
    assert "- [" in done.out
    assert "assemblyai-tools purge " in done.err


def test_a_text_on_stdin_takes_the_place_of_a_transcript(tools):
    asked = tools("ask", "-", "What is blue?", stdin=b"The sky is blue. The grass is green.")
    assert "The sky is blue." in asked.out
    summed = tools("summarize", "-", "--input-text", "The launch is on Friday.", stdin=b"not this")
    assert "The launch is on Friday." in summed.out


def test_without_transcripts_and_text_it_is_a_usage_error(tools):
    done = tools("summarize")
    assert done.code == 2
    assert "give either an ID or --input-text" in done.err


def test_without_a_key_the_next_step_is_a_command(type_command):
    done = type_command("list")
    assert done.code == 1
    assert "run `assemblyai-tools login`, or add --offline, which needs none." in done.err


def test_a_stored_key_is_used(type_command, running_emulator, kept, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", running_emulator.base_url)
    kept["assemblyai-tools", running_emulator.base_url] = "stored-key-of-a-person"
    assert type_command("list", "--json").code == 0


def test_speakers_are_named_with_equal_signs_and_have_their_names_from_then_on(tools, meeting):
    assert tools("name-speakers", "last", "A=Ada").rows[0] == ["A", "Ada"]
    assert "Ada: " in tools("get", "last").out
    again = tools("name-speakers", "last", '{"speaker": "A", "name": "Grace"}', "--json")
    assert json.loads(again.out)["speakers"][0]["name"] == "Grace"


def test_a_name_without_an_equal_sign_is_a_usage_error(tools):
    done = tools("name-speakers", "last", "Ada")
    assert done.code == 2
    assert "names" in done.err


def test_sentences_and_paragraphs_have_times_and_speakers(tools, meeting):
    assert tools("sentences", meeting).out.startswith("[00:0")
    assert "A: " in tools("sentences", meeting, "--max-characters", "1000").out
    assert "Lisbon" in tools("paragraphs", meeting).out


def test_upload_and_token_print_only_what_is_needed_next(tools, audio):
    done = tools("upload", audio / "hello.flac")
    assert done.out.startswith("http")
    assert done.err == f"Run assemblyai-tools transcribe {done.out.strip()} (only this API key can use it).\n"
    assert "There is no file " in tools("upload", "gone.mp3").err
    token = tools("token", "--expires-in-seconds", "120")
    assert len(token.out.split()) == 1
    assert "Good for 120 seconds" in token.err


def test_redacted_audio_that_was_not_asked_for_says_how_to_ask(tools, meeting):
    done = tools("redacted-audio", meeting)
    assert done.code == 1
    assert "Transcribe with --redact-pii, --redact-pii-policies and --redact-pii-audio" in done.err


def test_at_a_terminal_a_text_on_stdin_is_waited_for_aloud(tools, monkeypatch):
    monkeypatch.setattr(derived, "is_watched", lambda _: True)
    asked = tools("ask", "-", "What is blue?", stdin=b"The sky is blue.")
    assert asked.err.startswith("Waiting for a text on stdin, until Ctrl-D.\n")
