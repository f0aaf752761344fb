"""Where the service finds a recording's audio: at the address of an upload of its own, or at the public one."""

import asyncio
from dataclasses import replace
from pathlib import Path

from assemblyai_tools.api.upload import upload
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch import audio_file
from assemblyai_tools.batch.patience import PAUSES, Patience
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Content
from assemblyai_tools.operations.links import direct_link


class Addresses:
    """The addresses of one worker's recordings."""

    def __init__(self, client: AsyncClient, patience: Patience) -> None:
        self._client = client
        self._patience = patience

    async def of(self, row: Recording) -> str:
        """The audio's address: that of an upload of its own, or the public one."""
        if not row.is_file:
            return direct_link(row.source)
        small = await asyncio.to_thread(audio_file.read, row.source, row.stamp)
        if small is not None:
            return await self._uploaded(self._client, Content(small, Path(row.source).name))
        # Only this file may be read by the call, whatever the settings allow: it was named when the batch was started.
        file = await asyncio.to_thread(Path(row.source).resolve)
        settings = replace(self._client.settings, allowed_dirs=(file.parent,))
        url = await self._uploaded(self._client.with_settings(settings), str(file))
        await asyncio.to_thread(audio_file.check, row.source, row.stamp)
        return url

    async def _uploaded(self, client: AsyncClient, audio: str | Content) -> str:
        pauses = iter(PAUSES)
        while True:
            try:
                return await client.run(upload(audio))
            except AssemblyAIError as error:
                if not await self._patience.may_pass(error, pauses):
                    raise
            self._patience.check()
