"""Attacks the allowed folders: names that lead elsewhere, files and folders that are exchanged while they are used."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from tests.attack.exchange import exchanging
from tests.attack.figure import Figure
from tests.attack.file_names import names

from assemblyai_tools import (
    Client,
    FileAccessError,
    InvalidArgumentsError,
    Settings,
    find_recordings,
    get_subtitles,
    upload_file,
)

RACES = 10_000
"""Calls during which something is exchanged."""

SECRET = b"the secret of another"
FEWEST_EXCHANGES, FEWEST_MET = 1_000, 100
"""Exchanges, and calls that met each of the two, without which the races prove nothing."""

CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nHello.\n" * 200

_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where files are fast, so that more is exchanged in the same time."""


class Service(httpx.BaseTransport):
    """In memory: takes every upload, and has captions of every transcript."""

    def __init__(self) -> None:
        self.secrets = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        self.secrets += SECRET in body
        if request.method == "POST":
            return httpx.Response(200, json={"upload_url": "https://cdn.test/u1"})
        return httpx.Response(200, text=CAPTIONS)


def attack() -> Iterator[Figure]:
    """All names, then all races."""
    with TemporaryDirectory(dir=_MEMORY) as home:
        tried, leaks = try_names(prepared(Path(home).resolve()))
        yield Figure(f"files read or written outside over {tried:,} path inputs", leaks["outside"], 0)
        yield Figure(f"errors that are not FileAccessError over {tried:,} path inputs", leaks["errors"], 0)
    with TemporaryDirectory(dir=_MEMORY) as home:
        leaks = race(prepared(Path(home).resolve()), RACES)
        yield Figure(f"files read from outside in {RACES:,} races", leaks["read"], 0)
        yield Figure(f"files written outside in {RACES:,} races", leaks["written"], 0)
        yield Figure(f"names shown from outside in {RACES:,} races", leaks["shown"], 0)
        yield Figure(f"captions written in part in {RACES:,} races", leaks["partial"], 0)
        yield Figure(f"errors that are not FileAccessError in {RACES:,} races", leaks["errors"], 0)
        yield from enough(leaks)


def enough(leaks: Counter[str]) -> Iterator[Figure]:
    """Whether so much was exchanged, and met, that the races prove something."""
    for what, fewest in {
        "exchanges": FEWEST_EXCHANGES,
        **dict.fromkeys(
            ("uploads allowed", "uploads refused", "writes allowed", "writes refused"), FEWEST_MET
        ),
    }.items():
        yield Figure(
            f"{what} that are missing, {leaks[what]:,} of {fewest:,} were made",
            max(0, fewest - leaks[what]),
            0,
        )


def prepared(home: Path) -> Path:
    """Two allowed folders, one that is not, and what is exchanged: a file and a folder with a link each."""
    for folder in ("allowed/calls", "other", "outside"):
        (home / folder).mkdir(parents=True)
    for path in ("allowed/call.wav", "allowed/calls/call.wav"):
        (home / path).write_bytes(b"a call of our own")
    for name in ("call.wav", "secret.wav", "secret.txt"):
        (home / "outside" / name).write_bytes(SECRET)
    (home / "allowed" / "call.wav-link").symlink_to(home / "outside" / "secret.wav")
    (home / "allowed" / "calls-link").symlink_to(home / "outside")
    os.mkfifo(home / "allowed" / "pipe.wav")
    return home


def settings(home: Path) -> Settings:
    return Settings(
        api_key="key", base_url="http://service.test", allowed_dirs=(home / "allowed", home / "other")
    )


def try_names(home: Path) -> tuple[int, Counter[str]]:
    """Read from and write to each name."""
    leaks, service, tried = Counter[str](), Service(), 0
    outside = contents(home / "outside")
    with Client(settings(home), transport=service) as client:
        for name in names(home):
            tried += 1
            attempt(leaks, lambda name=name: client.run(upload_file(path=name)))
            attempt(
                leaks, lambda name=name: client.run(get_subtitles(transcript_id="t1", save_to=f"{name}.srt"))
            )
    leaks["outside"] = service.secrets + len(contents(home / "outside") ^ outside)
    return tried, leaks


def race(home: Path, races: int) -> Counter[str]:
    """Read, write and list while a file and a folder are exchanged for links."""
    leaks, service = Counter[str](), Service()
    outside = contents(home / "outside")
    pairs = [(home / "allowed" / name, home / "allowed" / f"{name}-link") for name in ("call.wav", "calls")]
    with Client(settings(home), transport=service) as client, exchanging(*pairs) as exchanges:
        for number in range(races // 10):
            for name in ("call.wav", "calls/call.wav", "call.wav", "calls/call.wav"):
                attempt(
                    leaks, lambda name=name: client.run(upload_file(path=f"{home}/allowed/{name}")), "uploads"
                )
            for part in range(4):
                target = f"{home}/allowed/calls/{number}-{part}.srt"
                attempt(
                    leaks,
                    lambda target=target: client.run(get_subtitles(transcript_id="t1", save_to=target)),
                    "writes",
                )
            shown = attempt(leaks, lambda: client.run(find_recordings()).render())
            missing = attempt(
                leaks, lambda: client.run(upload_file(path=f"{home}/allowed/calls/secrets.wav"))
            )
            leaks["shown"] += "secret.wav" in shown + missing.replace("secrets.wav", "")
        leaks["exchanges"] = exchanges.value
    leaks["read"] = service.secrets
    leaks["written"] = len(contents(home / "outside") ^ outside)
    written = (home / "allowed").glob("calls*/*.srt")
    leaks["partial"] = sum(path.read_text() != CAPTIONS for path in written if not path.is_symlink())
    return leaks


def attempt(leaks: Counter[str], call: Callable[[], Any], kind: str = "calls") -> str:
    """What a call gave, as text. It is counted with its kind as allowed or refused, or as another error."""
    try:
        given = str(call())
    except (FileAccessError, InvalidArgumentsError) as error:  # an empty name is not even an argument
        leaks[f"{kind} refused"] += 1
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        leaks["errors"] += 1
        return str(error)
    leaks[f"{kind} allowed"] += 1
    return given


def contents(folder: Path) -> set[tuple[str, bytes]]:
    return {(path.name, path.read_bytes()) for path in folder.iterdir()}
