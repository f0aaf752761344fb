"""`python -m benchmarks.stub.live`: live sessions that hear nothing. Print the address and serve until stdin closes."""

import argparse
import asyncio
import json
from itertools import count

from websockets.asyncio.server import ServerConnection, serve

from benchmarks.stub import talk
from benchmarks.stub.serving import BACKLOG, until_stdin_closes

_BEGIN = json.dumps({"type": "Begin", "id": "benchmark", "expires_at": 4_000_000_000})
_END = json.dumps({"type": "Termination", "audio_duration_seconds": 1, "session_duration_seconds": 1})


class _Sessions:
    def __init__(self, every: float, *, is_quiet: bool) -> None:
        self._every = every
        self._is_quiet = is_quiet

    async def serve(self, socket: ServerConnection) -> None:
        """One session, until any text asks for its end."""
        await socket.send(_BEGIN)
        by_clock = asyncio.create_task(self._tell_by_clock(socket)) if self._every else None
        heard = 0
        while isinstance(audio := await socket.recv(), bytes):
            before, heard = heard, heard + len(audio) // talk.BYTES_A_MS
            if by_clock is None and not self._is_quiet:
                for message in talk.told(before, heard):
                    await socket.send(message)
        if by_clock is not None:
            by_clock.cancel()
        await socket.send(_END)

    async def _tell_by_clock(self, socket: ServerConnection) -> None:
        for order in count():
            await asyncio.sleep(self._every)
            await socket.send(talk.final(order, 0))


async def _serve(options: argparse.Namespace) -> None:
    sessions = _Sessions(options.every, is_quiet=options.quiet)
    async with serve(sessions.serve, "127.0.0.1", 0, compression=None, backlog=BACKLOG) as server:
        await until_stdin_closes(server.sockets)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.stub.live", description=__doc__)
    parser.add_argument(
        "--every", type=float, default=0.0, help="seconds between finished turns; 0: as it is spoken"
    )
    parser.add_argument("--quiet", type=int, default=0, help="1: only silence is heard")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
