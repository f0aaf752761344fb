"""A program that has recordings transcribed, as an agent would: what fails is called again, and an id is followed.

Run as `python -m tests.attack.orders URL LEDGER`, with a recording's address in each line of stdin. It prints the
address and the transcript's id once a transcript is complete.
"""

import asyncio
import sys
from pathlib import Path

from pydantic import SecretStr

from assemblyai_tools import AssemblyAIError, AsyncClient, Settings, get_transcript, transcribe

AT_ONCE = 40
WAIT_SECONDS = 30
KEY = "the-key-of-a-program-that-is-killed"


async def finished(client: AsyncClient, audio: str) -> str:
    """The id of the complete transcript of one recording, whatever fails on the way."""
    known = None
    while True:
        try:
            view = await client.run(
                get_transcript(transcript_id=known, wait_seconds=WAIT_SECONDS)
                if known
                else transcribe(audio=audio, wait_seconds=WAIT_SECONDS)
            )
        except AssemblyAIError as error:
            known = error.transcript_id or known
            await asyncio.sleep(0.1)
            continue
        if view.status == "completed":
            return view.id
        known = view.id


async def main(url: str, ledger: str) -> None:
    limit = asyncio.Semaphore(AT_ONCE)
    settings = Settings(api_key=SecretStr(KEY), base_url=url, ledger=Path(ledger))
    async with AsyncClient(settings) as client:

        async def one(audio: str) -> None:
            async with limit:
                print(audio, await finished(client, audio), flush=True)

        async with asyncio.TaskGroup() as group:
            for line in sys.stdin.read().split():
                group.create_task(one(line))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
