"""AssemblyAI's own Python SDK works against the emulator, told where it is by the environment alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import assemblyai_tools

SAMPLE = Path(assemblyai_tools.__file__).parent / "demo" / "meeting.ogg"

JOB = """
import json, sys
import assemblyai

assemblyai.settings.polling_interval = 0.2
config = assemblyai.TranscriptionConfig(multichannel=True)
transcript = assemblyai.Transcriber().transcribe(sys.argv[1], config)
found = transcript.word_search(["customer"])
print(json.dumps({
    "status": transcript.status.value,
    "words": len(transcript.words),
    "speakers": sorted({utterance.speaker for utterance in transcript.utterances}),
    "sentences": len(transcript.get_sentences()),
    "paragraphs": len(transcript.get_paragraphs()),
    "srt": transcript.export_subtitles_srt()[:2],
    "vtt": transcript.export_subtitles_vtt()[:6],
    "found": found[0].count,
    "listed": assemblyai.Transcriber().list_transcripts().transcripts[0].id == transcript.id,
    "deleted": assemblyai.Transcript.delete_by_id(transcript.id).text,
}))
"""


def test_the_official_sdk_transcribes_the_sample(running_emulator):
    env = {**os.environ, "ASSEMBLYAI_BASE_URL": running_emulator.base_url, "ASSEMBLYAI_API_KEY": "sdk-key"}
    done = subprocess.run(
        [sys.executable, "-c", JOB, str(SAMPLE)],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert {**seen, "words": seen["words"] > 100, "sentences": seen["sentences"] > 10} == {
        "status": "completed",
        "words": True,
        "speakers": ["1", "2"],
        "sentences": True,
        "paragraphs": seen["paragraphs"],
        "srt": "1\n",
        "vtt": "WEBVTT",
        "found": 2,
        "listed": True,
        "deleted": "Deleted by user.",
    }
