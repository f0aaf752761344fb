"""One session from its first event to its results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.exits import DONE, INTERRUPTED, OutputClosedError
from assemblyai_tools.cli.live.bill import Bill, is_billed
from assemblyai_tools.cli.live.feed import Feed
from assemblyai_tools.cli.live.interrupts import Interrupts
from assemblyai_tools.cli.live.keeping import Keeping
from assemblyai_tools.cli.live.source import Source
from assemblyai_tools.cli.live.views import View, view_for
from assemblyai_tools.cli.session import Session
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.streaming.control import StreamControl
from assemblyai_tools.streaming.live_transcript import LiveTranscript
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.text import count

_MOST_PATIENT = 0.5
"""Seconds to wait for the end of the session when the command stops at once."""


@dataclass(slots=True)
class Listening:
    """One session."""

    session: Session
    source: Source
    keeping: Keeping
    parameters: Mapping[str, Any]
    limits: Mapping[str, float | None]
    at_pace: bool
    live: LiveTranscript
    control: StreamControl = field(default_factory=StreamControl)
    code: int = DONE
    is_cut: bool = False
    """Whether it was stopped at once."""

    def run(self) -> int:
        """Listen until it ends, keep what was heard, and give the exit code. Raises what ended the session."""
        given = {**self.parameters, **self.limits, "at_pace": self.at_pace, "control": self.control}
        stream = self.session.stream(self.source.audio, **given)
        common = self.keeping.outputs.common
        common.hint(f"Listening to {self.source.label}.")
        bill = Bill(
            StreamParameters.of(self.parameters),
            self.limits["max_seconds"],
            self.limits["max_cost"],
            is_free=not is_billed(self.session.settings),
        )
        with Interrupts(lambda: self._end(bill)) as interrupts:
            view = view_for(
                bill,
                common,
                is_ending=lambda: interrupts.code is not None,
                is_result=self.keeping.is_printed,
            )
            try:
                self._hear(Feed(stream), view, bill, interrupts)
            except Exception:
                self._keep_beside(bill)
                raise
            self.code = self.code or self._stopped(interrupts.code)
            self._keep(bill)
            return self.code

    def _hear(self, feed: Feed, view: View, bill: Bill, interrupts: Interrupts) -> None:
        """Take and show the events. If showing one fails, the session is ended, and then the error is raised."""
        patience, failure = None, list[Exception]()
        try:
            for event in feed.events(view.tick):
                if event is not None:
                    bill.note(event)
                    self.live.add(event)
                try:
                    if not failure:
                        view.show(event)
                except (AssemblyAIError, OutputClosedError) as error:
                    failure.append(error)
                    self.control.end()
        except KeyboardInterrupt:
            self.is_cut, patience = True, _MOST_PATIENT
            self.code = interrupts.code or INTERRUPTED
            for event in feed.rest():
                self.live.add(event)
        finally:
            interrupts.forget_time()
            view.close()
            feed.leave(patience)
        for unshown in failure:
            raise unshown

    def _end(self, bill: Bill) -> None:
        """End the session as it should; if there is none yet, stop at once."""
        if not bill.is_open:
            raise KeyboardInterrupt
        self.control.end()

    def _stopped(self, code: int | None) -> int:
        """The exit code. Ctrl-C is the normal end of a source that has no end of its own."""
        if code is None or (code == INTERRUPTED and not self.source.has_end):
            return DONE
        return code

    def _keep(self, bill: Bill) -> None:
        common = self.keeping.outputs.common
        if not bill.is_open:
            return
        early = "" if self.code == DONE else f"Stopped before the end of {self.source.label}. "
        turns = len(self.live.turns)
        common.hint(f"{early}Heard {count(turns, 'turn')}; the session took {bill.taken()}.")
        if not turns:
            common.hint(f"No speech was heard. {self.source.check}")
        if turns or not self.is_cut:
            self.keeping.keep(self.session, self.live)

    def _keep_beside(self, bill: Bill) -> None:
        """Keep what was heard after an error, which the caller tells afterwards."""
        if not self.live.turns or self.keeping.is_printed:
            return
        try:
            self._keep(bill)
        except AssemblyAIError as error:
            offline = self.keeping.outputs.common.offline
            note(f"{PROGRAM}: {in_commands(str(error), offline=offline)}")
