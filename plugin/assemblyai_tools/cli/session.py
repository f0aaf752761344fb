"""One command's connection to the service: live with the person's key, or the emulator with --offline."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assemblyai_tools.cli.exits import StoppedError
from assemblyai_tools.cli.meter import Meter, meter
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.waiting.progress import Progress

if TYPE_CHECKING:
    from assemblyai_tools.client import Client
    from assemblyai_tools.streaming.blocking import BlockingStream
    from assemblyai_tools.streaming.sources import Audio

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Common:
    """The options of every command that talks to the service."""

    offline: bool
    as_json: bool
    quiet: bool

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Common":
        """The options among what was typed."""
        return cls(offline=given["offline"], as_json=given["as_json"], quiet=given["quiet"])

    def hint(self, text: str) -> None:
        """Tell the person what may be done next, in commands, unless it is not wanted."""
        if text and not self.quiet and not self.as_json:
            note(in_commands(text, offline=self.offline))


def common_options(*, keeps: bool = True) -> list[click.Parameter]:
    """The options for `Common`. `keeps`: what the emulator of --offline makes is there for the next command."""
    kept = " What it makes is kept for the next --offline command." if keeps else ""
    return [
        click.Option(
            ["--offline"],
            is_flag=True,
            help=f"The emulator on this machine answers: no key, nothing is paid.{kept}",
        ),
        click.Option(["as_json", "--json"], is_flag=True, help="Print JSON, one object a line."),
        click.Option(["--quiet"], is_flag=True, help="Print no progress and no hints."),
    ]


class Session:
    """Runs flows and shows how far they are."""

    def __init__(self, client: "Client", common: Common, meter: Meter) -> None:
        self.common = common
        self.running: dict[str, None] = {}
        """The transcripts that are waited for."""
        self.fraction: float | None = None
        """The share that is done of the job that is waited for, if the service says so."""
        self.label = ""
        """What a person calls the recording that is waited for."""
        self._client = client
        self._meter = meter

    @property
    def settings(self) -> Settings:
        return self._client.settings

    def run(self, flow: Flow[T], *, more_to_come: bool = False) -> T:
        """Run a flow. Raises an AssemblyAIError. With `more_to_come` the progress stays for the next flow."""
        try:
            return self._client.run(flow, on_progress=self._noted)
        except AssemblyAIError as error:
            if self.common.offline:  # its emulator ends with this command; the file is still where it was
                error.upload_url = None
            raise
        finally:
            if not more_to_come:
                self.close()

    def stream(self, audio: "Audio", **given: Any) -> "BlockingStream":
        """Live speech, as the client's `stream` gives it. Raises an AssemblyAIError if it cannot be opened so."""
        return self._client.stream(audio, **given)

    def close(self) -> None:
        """Take the progress away."""
        self._meter.close()

    def _noted(self, progress: Progress) -> None:
        if progress.transcript_id:
            self.running[progress.transcript_id] = None
            self.fraction = progress.fraction
            if self.label:
                progress = replace(progress, message=f"{self.label}: {progress.message}")
        self._meter.report(progress)

    def ended(self, transcript_id: str) -> None:
        """A transcript is not waited for any more."""
        self.running.pop(transcript_id, None)


@contextmanager
def opened(common: Common, folders: Sequence[Path] = (), *, is_kept: bool = True) -> Generator[Session]:
    """Open a session that may use the files below these folders, beside the allowed ones.

    Without `is_kept` the emulator of --offline keeps nothing, and no other command waits for this one.
    Raises StoppedError, with what was waited for, if the person presses Ctrl-C.
    """
    from assemblyai_tools.client import Client  # noqa: PLC0415 - it imports httpx, and help needs none

    with _service(common, is_kept=is_kept) as settings:
        allowed = replace(settings, allowed_dirs=tuple(dict.fromkeys((*settings.folders(), *folders))))
        with closing(Client(allowed)) as client:
            session = Session(client, common, meter(quiet=common.quiet))
            try:
                yield session
            except KeyboardInterrupt:
                raise StoppedError(list(session.running)) from None
            finally:
                session.close()


def _service(common: Common, *, is_kept: bool) -> AbstractContextManager[Settings]:
    if not common.offline:
        return nullcontext(live_settings())
    from assemblyai_tools.cli.offline_state import (  # noqa: PLC0415 - most commands are live
        offline_service,
        passing_service,
    )

    if not is_kept:
        return passing_service()
    return offline_service(lambda text: None if common.quiet else note(text))


def live_settings() -> Settings:
    """The settings of the environment, with the stored key if they have none, and a ledger that is kept."""
    from assemblyai_tools.cli.account import with_stored_key  # noqa: PLC0415 - it imports the client

    return with_stored_key(Settings.from_env())[0].with_kept_ledger()
