"""Opens streams: for a listener, or for a scenario."""

from typing import Self

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.hearing.ear import Ear
from assemblyai_emulator.live import worker
from assemblyai_emulator.live.scenario_stream import ScenarioStream
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.live.stream import Stream
from assemblyai_emulator.live.worker_process import LiveProcess
from assemblyai_emulator.scenarios.library import Scenarios
from assemblyai_emulator.scenarios.scenario import Scenario

MOST_STREAMS = 5
"""Streams that are heard at once. Each takes 90 MB, and a sixth of a core during speech."""

STREAM_URL = "wss://streaming.assemblyai.com/v3/ws"
"""The scenario with this `audio_url` answers every stream that names none."""

HEADER = "X-Emulator-Scenario"
"""A header of the handshake: the file name of the scenario that answers the stream."""


class LiveHearing:
    def __init__(self, ear: Ear, scenarios: Scenarios, process: LiveProcess) -> None:
        self.ear = ear
        self._scenarios = scenarios
        self.process = process

    @classmethod
    def of(cls, ear: Ear, scenarios: Scenarios) -> Self:
        """Its process starts with the first stream."""
        return cls(ear, scenarios, LiveProcess(worker.command(ear.model)))

    def scenario(self, name: str | None) -> Scenario | None:
        """The scenario of a stream, if it has one. Raises StreamError (3006) if there is none of that name."""
        if name is None:
            return self._scenarios.of_url(STREAM_URL)
        found = self._scenarios.named(name)
        if found is None:
            raise StreamError.invalid(
                f"{HEADER}: there is no scenario {name}. Start the emulator with its folder in --scenarios."
            )
        return found

    async def open(self, settings: StreamSettings, scenario: Scenario | None) -> Stream:
        """Raises StreamError if too many are open, or if the process cannot be started."""
        if scenario is not None:
            return ScenarioStream(scenario, settings)
        if self.process.open_streams >= MOST_STREAMS:
            raise StreamError.too_many()
        return await self.process.open(settings)

    async def stop(self) -> None:
        await self.process.stop()
