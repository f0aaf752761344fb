"""The demo: on which recording, against which service, and what is kept of it."""

import shlex
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assemblyai_tools.cli.demo_job import Job, Order
from assemblyai_tools.cli.exits import DONE, FAILED, UNFINISHED
from assemblyai_tools.cli.offline_state import offline_folder, offline_service
from assemblyai_tools.cli.screen import Screen
from assemblyai_tools.cli.session import live_settings
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.config import Settings
from assemblyai_tools.folders import default_dirs
from assemblyai_tools.langchain import AssemblyAIToolkit
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).with_name("meeting.ogg")
"""The sample recording: a meeting, one speaker on each channel."""

SAMPLE_NAMES = ["Sarah"]
"""A name in the sample that a small speech model takes for "sir" unless it is told."""

SAMPLE_WORDS = ("launch", "billing page")
"""What is searched for in the sample."""

SAMPLE_QUESTIONS = ("When will the launch be?", "What should be fixed first?")
"""What is asked about the sample unless the user asks something else."""

_ID_START = 8
"""Characters of an id that name the transcript in a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user of the demo chose."""

    file: Path | None = None
    """The recording; None is the sample."""
    live: bool = False
    """The real service, with the user's key, instead of the emulator."""
    keep: bool = False
    """Whether what is made offline is kept. What is made live always is: it was paid for."""
    multichannel: bool = False
    speakers: bool = False
    questions: Sequence[str] = ()

    @property
    def is_kept(self) -> bool:
        return self.keep or self.live

    @property
    def audio(self) -> Path:
        return (self.file or SAMPLE).expanduser().resolve()

    @property
    def options(self) -> dict[str, Any]:
        """How to get speakers, and offline key phrases to ask about: live, they are not known in every language."""
        if self.file is None:  # the sample has one speaker on each channel
            return {"multichannel": True, "keyterms_prompt": SAMPLE_NAMES}
        phrases = {} if self.live or self.questions else {"auto_highlights": True}
        if self.multichannel:
            return {"multichannel": True, **phrases}
        # Offline, telling voices apart takes a while.
        return ({"speaker_labels": True} if self.speakers or self.live else {}) | phrases


def run_demo(wishes: Wishes, screen: Screen) -> int:
    """Run the job. The exit code is 0 if every call succeeded, 4 if the transcript is kept but not finished."""
    audio = wishes.audio
    captions = unused_path(Path.cwd() / f"{audio.stem}.srt") if wishes.is_kept else None
    sample = wishes.file is None
    order = Order(
        path=str(audio),
        name=audio.name,
        options=wishes.options,
        words=SAMPLE_WORDS if sample else (),
        questions=wishes.questions or (SAMPLE_QUESTIONS if sample else ()),
        captions=str(captions) if captions else None,
    )
    with _service(wishes, (*default_dirs(Path.cwd()), audio.parent)) as settings:
        place = f"AssemblyAI, {settings.base_url}" if wishes.live else "the offline emulator on this machine"
        screen.say(f"Recording: {audio.name}{' (the sample meeting)' if sample else ''}\nService:   {place}")
        toolkit = AssemblyAIToolkit(settings=settings, on_progress=screen.report)
        try:
            job = Job(toolkit, screen, order)
            try:
                job.run()
            except KeyboardInterrupt:
                if wishes.is_kept and screen.transcript_id:
                    screen.say(f"\nStopped. {_kept(screen.transcript_id, wishes)}")
                raise
            finally:
                if not wishes.is_kept:
                    job.clean()
        finally:
            toolkit.close()
    return _ended(job, wishes, screen)


def _ended(job: Job, wishes: Wishes, screen: Screen) -> int:
    """Say what is kept and how to go on, or that nothing is; gives the exit code."""
    name = wishes.audio.name
    if job.transcript_id is None:
        return FAILED
    if job.is_unfinished and not wishes.is_kept:
        screen.say(
            f"\nThe transcript of {name} made no progress for an hour, so it was given up. Nothing is kept of it; with "
            "--keep it would have stayed, to be waited for later."
        )
        return FAILED
    if job.is_unfinished:
        screen.say(f"\nThe transcript of {name} is not finished: no progress for an hour. Nothing is lost.")
    screen.say(f"\n{_kept(job.transcript_id, wishes)}")
    return UNFINISHED if job.is_unfinished else FAILED if job.failures else DONE


def _kept(transcript_id: str, wishes: Wishes) -> str:
    """What is kept, and the commands that go on from there."""
    name = wishes.audio.name
    if not wishes.is_kept:
        again = shlex.join(
            ["assemblyai-tools", "demo", *([str(wishes.file)] if wishes.file else []), "--keep"]
        )
        return f"Nothing is kept. To keep the transcript of {name}: {again}"
    option, short = "" if wishes.live else " --offline", transcript_id[:_ID_START]
    place = "in your AssemblyAI account" if wishes.live else f"in {offline_folder()}"
    return (
        f"Kept: the transcript of {name} ({transcript_id}), {place}. Go on with it:\n"
        f"  assemblyai-tools list{option}\n"
        f"  assemblyai-tools get {short}{option}\n"
        f"  assemblyai-tools ask {short} {shlex.quote('What was decided?')}{option}\n"
        f"  assemblyai-tools delete {short}{option}"
    )


@contextmanager
def _service(wishes: Wishes, folders: Sequence[Path]) -> Generator[Settings]:
    if wishes.live:
        settings = replace(live_settings(), allowed_dirs=tuple(folders))
        settings.require_key()
        yield settings
    elif wishes.keep:
        with offline_service(note) as settings:
            yield replace(settings, allowed_dirs=tuple(folders))
    else:
        with emulator(allowed_dirs=folders) as settings:
            yield settings


def unused_path(path: Path) -> Path:
    """The path, or if it is taken, the first one with a number appended that is not."""
    return next(candidate for candidate in _candidates(path) if not candidate.exists())


def _candidates(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_stem(f"{path.stem}-{number}")
        number += 1
