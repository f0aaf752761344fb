"""AssemblyAI's own streaming clients for Node work against the emulator, over TLS, which they insist on.

Skipped unless Node and the package are installed.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "node"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node.js is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules" / "assemblyai").is_dir(),
        reason="the Node SDK is not installed: make test installs it",
    ),
]


def test_the_official_node_sdk_streams(running_emulator, speech, tmp_path, tls):
    pcm = tmp_path / "speech.pcm"
    pcm.write_bytes(speech)
    done = subprocess.run(
        [NODE, "live.mjs", str(pcm)],
        cwd=FOLDER,
        env={
            **os.environ,
            "EMULATOR_HOST": tls.host_of(running_emulator.base_url.removeprefix("http://")),
            "NODE_EXTRA_CA_CERTS": tls.certificate,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["v3"]["begun"] == 36
    assert seen["v3"]["partial"] > 5
    assert [text[-7:] for text in seen["v3"]["final"]] == ["Friday."]
    assert seen["v2"]["begun"] == 36
    assert seen["v2"]["final"] == seen["v3"]["final"]
    assert seen["v2"]["seconds"] == 6
    assert "25.0 ms" in seen["refused"]
