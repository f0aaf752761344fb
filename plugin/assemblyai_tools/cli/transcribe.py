"""`assemblyai-tools transcribe`: recordings into text, as many as are named."""

import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import click

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.derived import check_usage
from assemblyai_tools.cli.exits import DONE, FAILED, SOME_FAILED, UNFINISHED, UnfinishedError
from assemblyai_tools.cli.fields import arguments_of, parameters_of
from assemblyai_tools.cli.ids import remember_last
from assemblyai_tools.cli.inputs import STDIN, Input, inputs_of
from assemblyai_tools.cli.outputs import Outputs, output_options
from assemblyai_tools.cli.patience import wait_option, wait_until_done
from assemblyai_tools.cli.saving import UnwrittenError, names_for
from assemblyai_tools.cli.session import Session, common_options, opened
from assemblyai_tools.cli.terminal import is_watched, note, write_json
from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.operations.transcription import transcribe

_AHEAD = 8
"""Recordings that are sent before the first one is waited for: the service transcribes them at the same time."""

_STOPPED = "Stopped. If a job was created, the same command finds it and does not pay again."
"""What Ctrl-C says while a job is created, which includes the upload of its file."""

_STOPPED_AGAIN = (
    "Stopped. If a job was created, `assemblyai-tools list` shows it; the same command would pay again."
)
"""The same with --again."""

_SAYS = """\
Turn speech in audio or video into text. Costs money per hour of audio.

Each FILE may be a file, a folder (its audio and video files, those in folders below too), a pattern, a web address,
or "-" for audio on stdin. It waits as long as the job makes progress; --wait-seconds 0 only starts it. The same call
again, within 24 hours, gives the same transcript and costs nothing.
"""


@dataclass(slots=True)
class _Job:
    """One recording on its way to its text."""

    recording: Input
    name: PurePath
    transcript_id: str


@dataclass(slots=True)
class _Work:
    """All recordings of one command."""

    session: Session
    outputs: Outputs
    options: Mapping[str, Any]
    longest: float | None
    """Seconds to wait for each; None: as long as it makes progress."""
    several: bool
    codes: list[int] = field(default_factory=list[int])

    def run(self, recordings: Sequence[Input]) -> None:
        """Send them, some ahead of the one that is waited for, and write each one's result."""
        ahead: deque[_Job] = deque()
        for recording, name in zip(recordings, names_for([one.place for one in recordings]), strict=True):
            if len(ahead) >= _AHEAD:
                self._finish(ahead.popleft())
            ahead.extend(self._begun(recording, name))
        while ahead:
            self._finish(ahead.popleft())

    def _begun(self, recording: Input, name: PurePath) -> Iterator[_Job]:
        """The job of a recording; none if it could not be created, which is told."""
        order = transcribe.start({**self.options, "audio": recording.audio, "wait_seconds": 0})
        self.session.label, known = str(recording), len(self.session.running)
        try:
            view = self.session.run(order, more_to_come=True)
        except AssemblyAIError as error:
            if not (error.retryable and error.transcript_id):
                self._failed(recording, error)
                return
            transcript_id = error.transcript_id  # it exists, though the first look at it failed
        except KeyboardInterrupt:
            if len(self.session.running) == known:  # else its id is known, and will be said
                self.session.close()
                note(f"{PROGRAM}: {_STOPPED_AGAIN if self.options.get('again') else _STOPPED}")
            raise
        else:
            transcript_id = view.id
            if view.reused:
                self.outputs.common.hint(
                    f"{recording}: transcribed before, as {view.id}; --again makes and pays a new one."
                )
        self.session.running[transcript_id] = None
        self.session.run(remember_last(transcript_id), more_to_come=True)
        yield _Job(recording, name, transcript_id)

    def _finish(self, job: _Job) -> None:
        about = {"audio": str(job.recording.place)}
        self.session.label = str(job.recording)
        try:
            wait_until_done(self.session, job.transcript_id, longest=self.longest)
            self.session.close()
            self.outputs.write(self.session, job.transcript_id, job.name, about)
            if is_watched(sys.stderr):  # a log has had the id before
                self.outputs.common.hint(f"{job.recording} is transcript {job.transcript_id}.")
        except AssemblyAIError as error:
            self._failed(job.recording, error)
        else:
            self.codes.append(DONE)
        self.session.ended(job.transcript_id)

    def _failed(self, recording: Input, error: AssemblyAIError) -> None:
        """Tell why a recording has no text. The others go on."""
        self.session.close()
        common = self.outputs.common
        where = f"{recording}: " if self.several else ""
        note(f"{PROGRAM}: {where}{in_commands(str(error), offline=common.offline)}")
        unfinished = isinstance(error, UnfinishedError)
        self.codes.append(UNFINISHED if unfinished else FAILED)
        if common.as_json:
            state = "unfinished" if unfinished else "error"
            written = {"files": list(map(str, error.paths))} if isinstance(error, UnwrittenError) else {}
            about = {"audio": str(recording.place), "id": error.transcript_id}
            write_json({**about, "status": state, "error": error.message, **written})

    @property
    def code(self) -> int:
        """The exit code: that of the only recording, or whether some of several failed."""
        if len(set(self.codes)) == 1 and (not self.several or self.codes[0] != FAILED):
            return self.codes[0]
        return SOME_FAILED if FAILED in self.codes else UNFINISHED


def _run(files: Sequence[str], **given: Any) -> int:
    outputs = Outputs.of(given)
    options = arguments_of(transcribe, given)
    longest = options.pop("wait_seconds", None)
    check_usage(transcribe, {**options, "audio": "x"})
    if STDIN in files and is_watched(sys.stdin):
        outputs.common.hint("Waiting for audio on stdin, until Ctrl-D.")
    with ExitStack() as stack:
        recordings = inputs_of(files, stack)
        outputs.check_number(len(recordings))
        outputs.prepare()
        folders = [one.folder for one in recordings if one.folder]
        session = stack.enter_context(opened(outputs.common, folders))
        work = _Work(session, outputs, options, longest, several=len(recordings) > 1)
        work.run(recordings)
        return work.code


command = click.Command(
    name=transcribe.command,
    help=_SAYS,
    params=[
        click.Argument(
            ["files"],
            metavar="FILE...",
            nargs=-1,
            required=True,
            type=click.Path(),  # so that shells complete names of files
            help="What to transcribe.",
        ),
        *output_options(),
        *parameters_of(transcribe, without=["audio", "wait_seconds"]),
        wait_option(),
        *common_options(),
    ],
    callback=_run,
)
