"""Bad input ends as a failed tool result: one clear sentence with the next step, and nothing lost."""

import os
import shutil
import wave

import pytest
from pydantic import SecretStr

from assemblyai_tools import Settings
from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.offline import emulator

KEY = "the-only-key-it-knows"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, audio):
    """An allowed folder with every kind of file that cannot be transcribed."""
    folder = tmp_path_factory.mktemp("allowed")
    (folder / "empty.mp3").touch()
    (folder / "notes.mp3").write_text("these are notes, not sound")
    (folder / "a folder").mkdir()
    shutil.copy(audio / "hello.flac", folder)
    (folder / "way-out.mp3").symlink_to("/etc/hostname")
    with wave.open(str(folder / "blip.wav"), "wb") as blip:
        blip.setnchannels(1)
        blip.setsampwidth(2)
        blip.setframerate(16_000)
        blip.writeframes(bytes(2 * 1_600))  # 100 ms
    with wave.open(str(folder / "slow.wav"), "wb") as slow:
        slow.setparams((1, 2, 1, 0, "NONE", "not compressed"))  # 1 Hz: nine hours of samples in 64 kB
        slow.writeframes(bytes(2 * 32_000))
    (folder / "brackets.mp3").write_bytes(b"[" * 200_000)
    return folder


@pytest.fixture(scope="module")
def service(folder):
    with emulator(allowed_dirs=[folder], arguments=["--api-key", KEY]) as settings:
        yield settings.base_url


@pytest.fixture
def call(service, folder):
    def call(name, *, key=KEY, **arguments):
        secret = SecretStr(key) if key else None
        toolkit = AssemblyAIToolkit(
            settings=Settings(api_key=secret, base_url=service, allowed_dirs=(folder,))
        )
        tool = next(tool for tool in toolkit.get_tools() if tool.name == name)
        message = tool.invoke({"type": "tool_call", "id": "1", "name": name, "args": arguments})
        toolkit.close()
        return message

    return call


def test_no_key(call):
    message = call("get_transcript", key=None, transcript_id="abc")
    assert message.status == "error"
    assert message.content == (
        "No AssemblyAI API key is set, so nothing was sent. The person who runs this must set ASSEMBLYAI_API_KEY "
        "(a key is free at https://www.assemblyai.com/dashboard), or use the offline emulator, which needs none."
    )


def test_a_wrong_key_is_never_repeated_back(call):
    message = call("get_transcript", key="a-wrong-secret-key", transcript_id="abc")
    assert message.status == "error"
    assert message.content.startswith("Authentication error, API token missing/invalid (HTTP 401).")
    assert "Trying again will not help" in message.content
    assert "a-wrong-secret-key" not in message.content


@pytest.mark.parametrize(
    ("file", "beginning"),
    [
        (
            "missing.mp3",
            "There is no file missing.mp3. Check the name; find_recordings lists what there is. Files may be in ",
        ),
        ("empty.mp3", "empty.mp3 is empty. Give a file that holds audio."),
        ("a folder", "a folder is a folder, not a file. Name one audio or video file in it."),
        (
            "way-out.mp3",
            "way-out.mp3 is outside the allowed folders, or a link that leads outside. Files may be in ",
        ),
        (
            "../elsewhere.mp3",
            "../elsewhere.mp3 is outside the allowed folders, or a link that leads outside. Files may be in ",
        ),
        (
            os.devnull,
            f"{os.devnull} is outside the allowed folders, or a link that leads outside. Files may be in ",
        ),
        (
            "ftp://host/a.mp3",
            "transcribe was not called: audio: give an http(s) URL without spaces, or the path",
        ),
    ],
)
def test_a_file_that_cannot_be_used(call, file, beginning):
    message = call("transcribe", audio=file)
    assert message.status == "error"
    assert message.content.startswith(beginning)


@pytest.mark.parametrize(
    ("file", "reason", "advice"),
    [
        ("notes.mp3", "", "Give an audio or video file."),
        ("blip.wav", "Audio duration is too short. Length: ", "Give at least 160 ms of audio."),
        ("slow.wav", "Codec: the sample rate is 1 Hz", ""),
        ("brackets.mp3", "Container: ", "Give an audio or video file."),
    ],
)
def test_a_job_that_fails_keeps_its_id(call, file, reason, advice):
    message = call("transcribe", audio=file, wait_seconds=60)
    assert message.status == "error"
    assert reason in message.content
    assert advice in message.content
    transcript_id = message.content.split()[1]
    again = call("get_transcript", transcript_id=transcript_id)
    assert again.content == message.content


@pytest.mark.parametrize("transcript_id", ["a/b", "..", "../../v2/upload", "a b", "a%2Fb", "é"])
def test_an_id_that_is_none_never_becomes_a_request(call, transcript_id):
    message = call("delete_transcript", transcript_id=transcript_id)
    assert message.status == "error"
    assert "is not an id: ids hold only letters, digits, '-' and '_'" in message.content


def test_an_unknown_id(call):
    message = call("get_transcript", transcript_id="00000000-0000-4000-8000-000000000000")
    assert message.status == "error"
    assert message.content.startswith("Transcript lookup error, transcript id not found (HTTP 400).")


def test_a_phrase_of_six_words(call):
    message = call("search_words", transcript_ids=["abc"], words=["one two three four five six"])
    assert message.status == "error"
    assert "has 6 words, and a phrase may have 5" in message.content


def test_an_unknown_argument_is_refused_with_a_suggestion(call):
    message = call("transcribe", audio="blip.wav", speaker_label=True)
    assert message.status == "error"
    assert "there is no argument 'speaker_label' (did you mean 'speaker_labels'?)" in message.content


def test_a_feature_the_emulator_lacks_is_named_and_the_upload_is_kept(call):
    message = call("transcribe", audio="blip.wav", language="fr")
    assert message.status == "error"
    assert "language_code 'fr' is not available" in message.content
    assert "ASSEMBLYAI_EMULATOR_SPEECH_MODEL=base" in message.content
    assert "The upload is kept: give audio=http" in message.content


def test_a_wait_that_runs_out_is_a_result_with_the_id_and_the_next_step(call):
    message = call("transcribe", audio="hello.flac", wait_seconds=0)
    assert message.status == "success"
    transcript_id = message.artifact["id"]
    assert message.content == (
        f"Transcript {transcript_id} is still {message.artifact['status']}. Nothing is lost: call get_transcript with "
        f"transcript_id={transcript_id} and wait_seconds=45 to go on waiting."
    )
