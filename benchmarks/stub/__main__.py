"""`python -m benchmarks.stub`: print the address and serve until stdin ends."""

import argparse
import asyncio
import gc
import sys

from benchmarks.stub.connection import Connection
from benchmarks.stub.delay import Delay
from benchmarks.stub.faults import SEED, Faults
from benchmarks.stub.notifier import Notifier
from benchmarks.stub.service import Service

_BACKLOG = 4096


async def _serve(options: argparse.Namespace) -> None:
    service, faults = Service(Notifier().at_end), Faults(options.faults, options.seed)
    loop = asyncio.get_running_loop()

    def connection() -> Connection:
        return Connection(service, faults, Delay(options.latency, loop))

    server = await loop.create_server(connection, "127.0.0.1", 0, backlog=_BACKLOG)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    gc.freeze()
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.stub", description=__doc__)
    parser.add_argument("--faults", type=float, default=0.0, help="the share of requests that fail")
    parser.add_argument("--seed", type=int, default=SEED, help="which requests these are")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds by which every answer is late")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
