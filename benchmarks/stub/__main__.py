"""`python -m benchmarks.stub`: print the address and serve until stdin closes."""

import argparse
import asyncio
from pathlib import Path

from benchmarks.stub.connection import Connection
from benchmarks.stub.network import KINDS, Delay, Faults
from benchmarks.stub.service import Service
from benchmarks.stub.serving import BACKLOG, until_stdin_closes


async def _serve(options: argparse.Namespace) -> None:
    service = Service(options.reply and options.reply.read_bytes(), options.seconds, options.lag)
    faults = Faults(options.faults, options.seed, KINDS[options.kinds])
    loop = asyncio.get_running_loop()

    def connection() -> Connection:
        return Connection(service, faults, Delay(options.latency, loop))

    server = await loop.create_server(connection, "127.0.0.1", 0, backlog=BACKLOG)
    await until_stdin_closes(server.sockets)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.stub", description=__doc__)
    parser.add_argument("--faults", type=float, default=0.0, help="the share of requests that fail")
    parser.add_argument("--kinds", choices=KINDS, default="usual", help="the ways in which requests fail")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long the job of an upload takes")
    parser.add_argument("--lag", type=float, default=0.0, help="seconds until the list shows a new job")
    parser.add_argument("--seed", type=int, default=0, help="decides which requests fail")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds added to every answer")
    parser.add_argument("--reply", type=Path, help="a file: the answer to every read of a transcript")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
