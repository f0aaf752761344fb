import json

import pytest

WORDS = [
    {"text": "Shall", "start": 0, "end": 400, "confidence": 0.5, "speaker": "A"},
    {"text": "we?", "start": 400, "end": 700, "speaker": "A"},
    {"text": "Yes.", "start": 900, "end": 1200, "speaker": "B"},
]
CHAPTER = {"gist": "g", "headline": "h", "summary": "s", "start": 0, "end": 1200}


@pytest.fixture
def words():
    return WORDS


@pytest.fixture
def chapter():
    return CHAPTER


@pytest.fixture
def write(tmp_path):
    """Writes a scenario file and returns its folder."""
    folder = tmp_path / "scenarios"

    def writing(name: str = "meeting.json", *, audio: dict | None = None, **transcript):
        folder.mkdir(exist_ok=True)
        given = {"audio_url": "https://x.test/a.mp3"} if audio is None else audio
        (folder / name).write_text(json.dumps({**given, "transcript": transcript}))
        return folder

    return writing
