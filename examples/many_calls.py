"""Many recordings at once on asyncio, offline: python examples/many_calls.py [number].

All of them run concurrently. The client limits its connections and its request rate, polls the list of transcripts once
a second for all the jobs together, and the failure of one job does not affect the others.
"""

import asyncio
import sys
from pathlib import Path

from assemblyai_tools import (
    AssemblyAIError,
    AsyncClient,
    get_transcript,
    search_words,
    transcribe,
    upload_file,
)
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
MINUTES = 60


async def job(client: AsyncClient, number: int, audio: str) -> str:
    """Transcribe 6 seconds of the recording and search them."""
    start = 6_000 * number % 48_000
    try:
        part = transcribe(audio=audio, wait_seconds=0, audio_start_from=start, audio_end_at=start + 6_000)
        view = await client.run(part)
        while view.status not in ("completed", "deleted"):
            view = await client.run(get_transcript(transcript_id=view.id, wait_seconds=15 * MINUTES))
        found = await client.run(search_words(transcript_ids=[view.id], words=["customer", "launch"]))
    except AssemblyAIError as error:
        return f"{number}: {error}"  # what happened and what to do; error.transcript_id has the id
    said = " ".join(line.text for line in view.lines)
    return f"{number}: {found.total_count} found in: {said}"


async def main(number: int) -> None:
    with emulator(allowed_dirs=[SAMPLE.parent]) as settings:
        async with AsyncClient(settings) as client:
            audio = (await client.run(upload_file(path=str(SAMPLE)))).upload_url
            jobs = [job(client, n, audio) for n in range(number)]
            for done in asyncio.as_completed(jobs):
                print(await done)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 8))
