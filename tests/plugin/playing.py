"""An engine without a client, whose calls get their outcomes from a script; a transcript out of a reply."""

import json

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Pause, Reply, Request
from assemblyai_tools.transport.account import Account
from assemblyai_tools.transport.call import Answer, Call, SlowWork
from assemblyai_tools.transport.engine import Engine
from assemblyai_tools.transport.retry import Lost


class Played:
    """An engine without a client: plays a script to it, with a clock that pauses and time-outs move."""

    def __init__(self, settings):
        self.settings, self.now, self.actions, self.reports = settings, 0.0, [], []
        self.account = Account()

    def play(self, flow, *outcomes, jitter=1.0):
        left = list(outcomes)
        engine = Engine(self.settings, lambda: self.now, self.reports.append, self.account, lambda: jitter)
        driver = engine.drive(flow)
        outcome = None
        try:
            while True:
                action = driver.send(outcome)
                if isinstance(action, SlowWork):
                    outcome = _done(action)
                    continue
                self.actions.append(action)
                if isinstance(action, Pause):
                    self.now += action.seconds
                    outcome = None
                else:
                    outcome = left.pop(0)
                    if isinstance(outcome, Lost) and outcome.sent:
                        self.now += action.timeout
        except StopIteration as stop:
            assert not left
            return stop.value

    @property
    def calls(self):
        return [action for action in self.actions if isinstance(action, Call)]

    @property
    def pauses(self):
        return [action.seconds for action in self.actions if isinstance(action, Pause)]


def _done(work):
    try:
        return work.run()
    except AssemblyAIError as error:
        return error


def answer(status, body="", **headers):
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode())


def transcript_of(body):
    """The transcript in a reply with this JSON body."""
    return Reply(200, json.dumps(body).encode()).parse(Transcript)


def with_speech(flow):
    """The flow without its first read of transcript t1, to which the answer is that something was said."""
    read = Request("GET", "/v2/transcript/t1")
    said = Reply(200, json.dumps({"id": "t1", "status": "completed", "text": "Hello."}).encode())
    step = next(flow)
    try:
        while True:
            if step == read and said:
                step, said = flow.send(said), None
                continue
            try:
                answer = yield step
            except Exception as error:  # noqa: BLE001 - whatever the test throws
                step = flow.throw(error)
            else:
                step = flow.send(answer)
    except StopIteration as stop:
        return stop.value
