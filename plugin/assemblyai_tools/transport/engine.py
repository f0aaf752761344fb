"""Runs a flow: turns its steps into HTTP calls and pauses, applying the policies on the way.

It is a generator too, so that the blocking and the async client share every decision and differ only in how
they wait. It touches neither the network nor the disk itself.
"""

import random
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar, cast

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError, ConfigurationError
from assemblyai_tools.flow import (
    AskChoices,
    Await,
    CheckNewFile,
    Complete,
    Completion,
    Compute,
    FindFiles,
    Flow,
    Host,
    OnDisk,
    Pause,
    Reply,
    Request,
    SaveFile,
    ShowResult,
    Step,
)
from assemblyai_tools.ledger.absent import nothing_known
from assemblyai_tools.ledger.ledger import NOT_AT_ONCE, Owner
from assemblyai_tools.ledger_steps import LedgerStep, PlaceOrder
from assemblyai_tools.transport.account import Account
from assemblyai_tools.transport.call import Answer, Call, SlowWork
from assemblyai_tools.transport.error_context import created_in, transcript_of
from assemblyai_tools.transport.error_mapping import failure_of, retry_after
from assemblyai_tools.transport.error_secrets import hide_secrets
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.local_files import check_new, write_new
from assemblyai_tools.transport.recordings import found_files
from assemblyai_tools.transport.retry import Lost, Status, pause_before
from assemblyai_tools.transport.upload import body_of
from assemblyai_tools.waiting.progress import Progress, ProgressCallback, no_progress
from assemblyai_tools.waiting.wait import Clock, wait_for

T = TypeVar("T")

_OK = range(200, 300)
"""The HTTP statuses of success."""

Action: TypeAlias = Call | Pause | Complete | SlowWork
Outcome: TypeAlias = Any
"""How an action ended: an Answer or Lost, a Completion or its text, what slow work gave, or an AssemblyAIError."""

Driver: TypeAlias = Generator[Action, Any, T]

Completer: TypeAlias = Callable[[str], Completion | str]
AsyncCompleter: TypeAlias = Callable[[str], Awaitable[Completion | str]]
"""The caller's own language model: takes a prompt and returns a text. `run` raises what it raises, but an
AssemblyAIError goes to the operation first."""


def no_language_model() -> AssemblyAIError:
    """The outcome of a Complete step if the client was given no language model."""
    return ConfigurationError(
        "A language model of one's own was chosen to answer, but this client was given none; nothing was sent.",
        next_step="The person who runs this must give the client one (complete=...), or choose another back end.",
    )


@dataclass(slots=True)
class Engine:
    """The policies that every flow runs under. Flows of one account share its poller and its rate limits."""

    settings: Settings
    clock: Clock
    report: ProgressCallback = no_progress
    account: Account = field(default_factory=Account)
    jitter: Callable[[], float] = random.random
    owner: Owner = field(default_factory=Owner)
    """Who places orders in the ledger: this run."""
    mask: KeyMask = field(init=False, repr=False)
    """Masks what must not leave: the key, and the secret with which the service reports to us."""

    def __post_init__(self) -> None:
        key, webhook = self.settings.api_key, self.account.watch.webhook
        secrets = [key.get_secret_value()] if key else []
        self.mask = KeyMask([*secrets, *(webhook or ())[1:]])

    def drive(self, flow: Flow[T]) -> Driver[T]:
        """Run a flow to its result. No secret leaves with a text, an error or a bug."""
        try:
            result = yield from self._run(flow)
        except Exception as error:
            hidden = hide_secrets(error, self.mask)
            if hidden is error:
                raise
        else:
            return cast("T", self.mask(result)) if isinstance(result, str) else result
        raise hidden  # here, as it must not have the error that it replaces as its context

    def _run(self, flow: Flow[T]) -> Driver[T]:
        """Errors are thrown into the flow first, so that it may recover; they have the id that their step is about."""
        known: str | None = None
        try:
            step = next(flow)
            while True:
                known = transcript_of(step)
                try:
                    reply = yield from self._perform(step)
                except AssemblyAIError as error:
                    error.transcript_id = error.transcript_id or known
                    step = flow.throw(error)
                else:
                    known = known or created_in(step, reply)
                    step = flow.send(reply)
        except StopIteration as stop:
            result: T = stop.value
            return result
        except AssemblyAIError as error:
            error.transcript_id = error.transcript_id or known
            raise
        finally:
            flow.close()

    def _perform(self, step: Step) -> Driver[Any]:
        reply: Any = None
        match step:
            case Request():
                reply = yield from self._send(step)
            case Await():
                reply = yield from self._wait(step)
            case AskChoices():
                reply = self.settings.choices
            case Complete():
                reply = yield from self._ask(step)
            case ShowResult():
                reply = self.mask(step.text), self.mask.data(step.data)
            case Compute() | CheckNewFile() | SaveFile() | FindFiles():
                reply = yield from self._off_loop(lambda: self._done(step))
            case LedgerStep():
                reply = self._known_at_once(step)
                if reply is NOT_AT_ONCE:
                    reply = yield from self._off_loop(lambda: self._looked_up(step))
            case Pause():  # pragma: no branch - there is no other kind of step
                yield step
        return reply

    def _done(self, step: Compute | OnDisk) -> Any:
        if isinstance(step, Compute):
            return step.work()
        allowed = self.settings.folders()
        if isinstance(step, FindFiles):
            return found_files(step, allowed)
        if isinstance(step, CheckNewFile):
            check_new(step.path, allowed)
            return None
        content = step.content() if callable(step.content) else step.content
        return str(write_new(step.path, content, allowed))

    def _wait(self, step: Await) -> Driver[Transcript]:
        def report(done: float | None, waited: float) -> None:
            self.report(Progress("waiting", f"transcribing, {waited:.0f} s", done, step.transcript_id))

        if step.fresh:
            report(None, 0)  # the job exists now: a caller that gives up needs its id
        return (yield from self._run(wait_for(step, self.account.watch, self.clock, report)))

    def _off_loop(self, work: Callable[[], T]) -> Driver[T]:
        outcome: T | AssemblyAIError = yield SlowWork(work)
        if isinstance(outcome, AssemblyAIError):
            raise outcome
        return outcome

    def _known_at_once(self, step: LedgerStep) -> Any:
        """The ledger's answer from memory, or `NOT_AT_ONCE`."""
        ledger, key = self.account.ledger(self.settings), self.settings.api_key
        if ledger is None or key is None:  # without a key there is no account, and so nothing that it ordered
            answer = nothing_known(step)
        else:
            answer = ledger.at_once(step, self.account.digest(self.settings))
        if isinstance(answer, AssemblyAIError):
            raise answer
        return answer

    def _looked_up(self, step: LedgerStep) -> Any:
        source, ledger = None, self.account.ledger(self.settings)
        if ledger is None:  # pragma: no cover - then there was an answer at once
            return nothing_known(step)
        if isinstance(step, PlaceOrder) and step.file is not None:
            source = body_of(step.file, self.settings.folders()).source
        account = self.account.digest(self.settings)
        return ledger.answer(step, account, owner=self.owner, source=source, hours=self.settings.reuse_hours)

    def release(self) -> None:
        """The run is over, however it ended: what it was about to order may be ordered by others."""
        self.owner.release()

    def _ask(self, step: Complete) -> Driver[Completion | str]:
        outcome: Completion | str | AssemblyAIError = yield step
        if isinstance(outcome, AssemblyAIError):
            raise outcome
        if isinstance(outcome, str):
            return self.mask(outcome)
        return replace(outcome, text=self.mask(outcome.text))

    def _send(self, request: Request) -> Driver[Reply]:
        if webhook := (request.json or {}).get("webhook_auth_header_value"):
            self.mask = self.mask.with_secrets([webhook])
        call = yield from self._call(request)
        attempt, started = 1, self.clock()
        while True:
            yield from self._keep_rate(request.host)
            outcome: Answer | Lost | AssemblyAIError = yield call
            if isinstance(outcome, AssemblyAIError):
                raise outcome
            if isinstance(outcome, Answer) and request.host is Host.API:
                self.account.clock.heard(outcome.headers.get("date", ""))
            if isinstance(outcome, Answer) and outcome.status in _OK:
                self.account.is_answered = True
                return Reply(outcome.status, self.mask.body(outcome.body), _progress_of(outcome))
            failure = outcome if isinstance(outcome, Lost) else Status(outcome.status, retry_after(outcome))
            pause = pause_before(
                attempt,
                failure,
                may_repeat=request.may_repeat,
                jitter=self.jitter(),
                budget=request.retry_for - (self.clock() - started),
            )
            if pause is None:
                raise self._failure_of(outcome, request)
            self.report(Progress("retrying", f"trying again in {pause:.1f} s"))
            yield Pause(pause)
            attempt += 1

    def _failure_of(self, outcome: Answer | Lost, request: Request) -> AssemblyAIError:
        error = failure_of(outcome, request, self.mask)
        if isinstance(outcome, Lost) and not outcome.sent:
            error.next_step = (
                f"Check the network and that {self.settings.url(request.host)} answers, then try again."
            )
        return error

    def _keep_rate(self, host: Host) -> Driver[None]:
        """Wait for a free slot under the account's rate limit; an emulator has no limit."""
        if self.settings.region:
            seconds = self.account.limits[host].reserve(self.clock())
            if seconds > 0:
                yield Pause(seconds)

    def _call(self, request: Request) -> Driver[Call]:
        key = self.settings.require_key()
        file = None
        if (given := request.file) is not None:
            timed = self.report is not no_progress  # only a listener has a use for it
            file = yield from self._off_loop(lambda: body_of(given, self.settings.folders(), timed=timed))
        return Call(
            method=request.method,
            url=self.settings.url(request.host) + request.path,
            headers={"Authorization": key},
            query=request.query,
            json=request.json,
            file=file,
            timeout=request.timeout,
        )


def _progress_of(answer: Answer) -> float | None:
    """The share of the job that is done: the emulator sends this header, the live API does not."""
    try:
        return min(1.0, max(0.0, float(answer.headers["x-emulator-progress"])))
    except (KeyError, ValueError):
        return None
