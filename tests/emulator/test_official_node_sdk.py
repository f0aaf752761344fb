"""AssemblyAI's own Node SDK works against the emulator. Skipped unless Node and the package are installed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "node"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node.js is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules" / "assemblyai").is_dir(),
        reason="the Node SDK is not installed: make test installs it",
    ),
]


def test_the_official_node_sdk_uses_every_route(running_emulator, hello):
    done = subprocess.run(
        [NODE, "sdk.mjs", str(hello)],
        cwd=FOLDER,
        env={**os.environ, "EMULATOR_URL": running_emulator.base_url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    text = "The weather was called this morning, we will meet again on Friday."
    assert seen == {
        "status": "completed",
        "text": text,
        "sentences": seen["sentences"],
        "paragraphs": 1,
        "srt": "1\n",
        "vtt": "WEBVTT",
        "found": 2,
        "listed": [True, True],
        "dated": True,
        "redactedText": text.replace("Friday", "[DATE]"),
        "redactedBytes": seen["redactedBytes"],
        "model": "offline-extractive",
        "answered": True,
        "items": 1,
        "token": 64,
        "realtimeToken": 64,
        "unknown": {
            "message": "Transcript lookup error, transcript id not found",
            "status": None,
            "errors": None,
        },
        "modelRefused": {
            "message": "invalid request body",
            "status": 400,
            "errors": ["model gpt is not supported"],
        },
        "deleted": "Deleted by user.",
    }
    assert seen["sentences"] >= 1
    assert seen["redactedBytes"] > 1000
