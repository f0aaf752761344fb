"""Upload a file with our async client."""

import asyncio
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Settings, upload_file
from benchmarks.sides.clock import Stopwatch


def run(url: str, file: str, small: str) -> dict[str, Any]:
    """Upload the small file first, so that what is measured is the way of the bytes, not a first call."""
    settings = Settings(api_key=SecretStr("k"), base_url=url, allowed_dirs=(Path(file).parent,))
    return asyncio.run(_upload(settings, file, small))


async def _upload(settings: Settings, file: str, small: str) -> dict[str, Any]:
    async with AsyncClient(settings) as client:
        await client.run(upload_file(path=small))
        with Stopwatch() as watch:
            await client.run(upload_file(path=file))
    return watch.read()
