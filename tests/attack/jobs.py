"""Jobs while requests fail and while the service and the program that ordered them are killed in the middle."""

import json
import random
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.attack.figure import Figure
from tests.attack.orders import KEY

ROUNDS = 5
"""In each, the emulator is killed once, and the program that orders is killed once."""

JOBS = 300
"""Jobs of a round."""

FAULTS = (
    "503",
    "500:html",
    "429; retry-after=0",
    "reset",
    "truncated-json",
    "wrong-shape",
    "html-200",
    "502:empty",
)
SHARE = 0.02
"""The share of requests that fail."""

REQUESTS = 3_000
"""More requests than the service gets in one of its lives."""


def attack() -> Iterator[Figure]:
    chance = random.Random(14)
    with tempfile.TemporaryDirectory() as folder:
        audio = write_scenarios(Path(folder))
        service = Service(Path(folder), chance)
        done: dict[str, str] = {}
        for number in range(ROUNDS):
            done |= round_of(service, audio[number * JOBS : (number + 1) * JOBS], chance)
        service.start()
        made = Counter(row["audio_url"] for row in service.listed())
        ids = {row["id"]: row["audio_url"] for row in service.listed()}
        service.kill()
    jobs = f"in {len(audio):,} jobs, {SHARE:.0%} of requests fail, {2 * ROUNDS} kills"
    yield Figure(f"jobs without a transcript {jobs}", sum(not made[one] for one in audio), 0)
    yield Figure(
        f"jobs whose caller has no result {jobs}", sum(ids.get(done.get(one)) != one for one in audio), 0
    )
    yield Figure(f"jobs made twice {jobs}", sum(number - 1 for number in made.values()), 0)


def write_scenarios(folder: Path) -> list[str]:
    """A transcript for each recording, so that nothing must be decoded; gives the addresses."""
    (folder / "scenarios").mkdir()
    addresses = [f"https://example.com/{number}.mp3" for number in range(ROUNDS * JOBS)]
    for number, address in enumerate(addresses):
        words = [{"text": f"Recording {number}.", "start": 0, "end": 1000}]
        scenario = {"audio_url": address, "transcript": {"words": words}}
        (folder / "scenarios" / f"{number}.json").write_text(json.dumps(scenario))
    return addresses


def round_of(service: "Service", audio: list[str], chance: random.Random) -> dict[str, str]:
    """Order these recordings, kill service and program once each in the middle; gives the ids of the complete ones."""
    done: dict[str, str] = {}
    service.start()
    events = sorted((chance.randrange(10, len(audio) - 10), kind) for kind in ("service", "program"))
    while len(done) < len(audio):
        waiting = [one for one in audio if one not in done]
        with service.program(waiting) as lines:
            for line in lines:
                address, transcript_id = line.split()
                done[address] = transcript_id
                if events and len(done) >= events[0][0]:
                    _, kind = events.pop(0)
                    if kind == "program":
                        break
                    service.kill()
                    service.start()
    service.kill()
    return done


class Service:
    """An emulator that keeps its data and its address over its lives."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder = folder
        self._chance = chance
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        faults = self._folder / "faults.json"
        faults.write_text(json.dumps(self._rules()))
        options = [
            "--port",
            str(self._port),
            "--data-dir",
            str(self._folder / "data"),
            "--faults",
            str(faults),
        ]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "assemblyai_emulator",
                *options,
                "--scenarios",
                str(self._folder / "scenarios"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it is killed while it answers, and says so
            text=True,
        )
        next(line for line in self._process.stdout if " listening on " in line)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _rules(self) -> list[dict[str, object]]:
        """One rule for each request that fails: it lets so many succeed and then makes one fail."""
        failing = sorted(self._chance.sample(range(REQUESTS), round(SHARE * REQUESTS)))
        return [{"fault": self._chance.choice(FAULTS), "after": after, "times": 1} for after in failing]

    @contextmanager
    def program(self, audio: list[str]) -> Iterator[Iterator[str]]:
        """The program that orders these recordings; gives its lines, and kills it in the end."""
        ordering = subprocess.Popen(
            [sys.executable, "-m", "tests.attack.orders", self.url, str(self._folder / "ledger.sqlite3")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            ordering.stdin.write("\n".join(audio))
            ordering.stdin.close()
            yield iter(ordering.stdout)
        finally:
            ordering.kill()
            ordering.wait()
            ordering.stdout.close()

    def listed(self) -> list[dict[str, str]]:
        """All transcripts that the service has."""
        rows: list[dict[str, str]] = []
        url = f"{self.url}/v2/transcript?limit=200"
        while url and len(rows) < ROUNDS * JOBS + 1_000:
            page = ask(url)
            rows += page["transcripts"]
            url = page["page_details"]["prev_url"]
        return rows


def ask(url: str) -> dict:
    """The reply to a request, made again while it fails on purpose."""
    while True:
        try:
            reply = httpx.get(url, headers={"Authorization": KEY})
            if reply.status_code == 200 and "transcripts" in (page := reply.json()):
                return page
        except (httpx.HTTPError, ValueError):
            continue
