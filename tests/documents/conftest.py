"""One emulator, which knows the recording of all pages, and one scripted model for all blocks."""

import hashlib
import json

import pytest
from tests.documents.scripted_model import scripted_model
from tests.documents.shell import Shell, checkout, environment, put_files, put_stand_ins

from assemblyai_tools.offline import emulator

TURNS = (
    ("B", 0, 4_000, "Yes. I will send a new version to the test group on Wednesday morning."),
    ("A", 4_200, 8_400, "Great. Then we agree to move the launch from Monday to next Thursday."),
)
"""What is said in the recording, by whom, from and to which millisecond."""


@pytest.fixture(scope="session")
def recording(audio):
    """Stands in for every recording that a page names, whatever its suffix."""
    return audio / "launch.ogg"


@pytest.fixture(scope="session")
def service(recording, tmp_path_factory):
    """The address of an emulator that can tell the recording's speakers apart, as its transcript is a scenario."""
    folder = tmp_path_factory.mktemp("scenarios")
    turns = [dict(zip(("speaker", "start", "end", "text"), turn, strict=True)) for turn in TURNS]
    digest = hashlib.sha256(recording.read_bytes()).hexdigest()
    scenario = {"audio_sha256": digest, "transcript": {"utterances": turns}}
    (folder / "call.json").write_text(json.dumps(scenario))
    with emulator(allowed_dirs=[], arguments=["--scenarios", str(folder)]) as settings:
        yield settings.base_url


@pytest.fixture(scope="session")
def chat_model():
    """The address of a provider of chat models."""
    with scripted_model() as url:
        yield url


@pytest.fixture
def shell(tmp_path, recording, service, chat_model):
    """Open a shell for a page's text, in a checkout of its own with the page's files."""
    home, folder = tmp_path / "home", tmp_path / "assemblyai-tools"
    home.mkdir()
    folder.mkdir()
    put_stand_ins(home)

    def start(text, files=None):
        checkout(folder, recording, text)
        put_files(folder, files or {})
        model = {"OPENAI_API_KEY": "any", "OPENAI_BASE_URL": chat_model}
        return Shell(folder, environment(home, service, **model))

    return start
