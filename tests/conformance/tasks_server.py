"""The MCP server with the tools that the conformance suite's scenarios about tasks call by name.

Server, extension, sealed ids, waiting and consent are the real ones, in front of a service that plays jobs of a given
length. Two tools ask people in ways that no tool of ours does, and have a job of their own.
"""

import time

import httpx
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INTERNAL_ERROR,
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    ElicitRequest,
    ElicitRequestFormParams,
    InputRequiredResult,
    Tool,
)
from pydantic import BaseModel, Field, SecretStr

from assemblyai_mcp import ToolServer
from assemblyai_mcp.tasks.offer import TASKS, begin, may_begin
from assemblyai_mcp.tasks.states import Asking, Completed, Working
from assemblyai_mcp.tasks.tool_calls import text_result
from assemblyai_tools import Arguments, AsyncClient, Result, Selection, Settings, get_transcript
from assemblyai_tools.operation import CREATES, DELETES, READS, operation
from assemblyai_tools.results.transcript_view import TranscriptView

FORM = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


class GreetArguments(Arguments):
    """Greet someone."""

    name: str


class Greeting(Result):
    text: str

    def render(self):
        return self.text


@operation(title="Greet", hints=READS, toolsets=("reading",), arguments=GreetArguments, result=Greeting)
def greet(arguments):
    yield from ()
    return Greeting(text=f"Hello, {arguments.name}!")


class SlowComputeArguments(Arguments):
    """Take some seconds."""

    seconds: float
    label: str = ""
    wait_seconds: int = Field(default=45)


class JobArguments(Arguments):
    """Fail in a second."""

    wait_seconds: int = Field(default=45)


def job_of(kind, seconds):
    """A new job of the service, whose id says when and how it ends."""
    ends = int((time.time() + seconds) * 1000)
    return (yield from get_transcript(transcript_id=f"{kind}-{ends}"))


@operation(
    title="Compute",
    hints=CREATES,
    toolsets=("transcription",),
    arguments=SlowComputeArguments,
    result=TranscriptView,
)
def slow_compute(arguments):
    return (yield from job_of("completed", arguments.seconds))


@operation(
    title="Fail", hints=CREATES, toolsets=("transcription",), arguments=JobArguments, result=TranscriptView
)
def failing_job(_arguments):
    if not may_begin():  # the suite wants a tool that cannot do without tasks
        needed = {"requiredCapabilities": {"extensions": {TASKS: {}}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "This tool needs tasks.", needed)
    return (yield from job_of("error", 1))


@operation(
    title="Break", hints=CREATES, toolsets=("transcription",), arguments=JobArguments, result=TranscriptView
)
def protocol_error_job(_arguments):
    return (yield from job_of("broken", 1))


class ConfirmDeleteArguments(Arguments):
    """Delete a file."""

    filename: str


def about(arguments):
    yield from ()
    return arguments.filename


@operation(
    title="Delete",
    hints=DELETES,
    toolsets=("transcription",),
    arguments=ConfirmDeleteArguments,
    result=Greeting,
    preview=about,
)
def confirm_delete(arguments):
    yield from ()
    return Greeting(text=f"{arguments.filename} is deleted.")


def service(request):
    """Answers for a job as its id says."""
    job = request.url.path.rpartition("/")[2]
    kind, _, ends = job.partition("-")
    if time.time() * 1000 < int(ends):
        return httpx.Response(200, json={"id": job, "status": "processing"})
    if kind == "broken":
        raise MCPError(INTERNAL_ERROR, "The job broke the protocol.")
    return httpx.Response(200, json={"id": job, "status": kind, "text": "Done.", "error": "it was to fail"})


class Questions(BaseModel):
    """The work of an interview: its number and the names of its questions."""

    number: int
    questions: list[str]


class Greeted(BaseModel):
    """The work of a greeter."""

    name: str


class Interview:
    """Asks for names, each in a question of its own."""

    asks = True
    work = Questions
    valid_seconds = 600.0

    def __init__(self):
        self._names = {}

    def start(self, questions):
        work = {"number": len(self._names), "questions": questions}
        self._names[work["number"]] = {}
        begin("interview", work, Working("asking"))

    async def look(self, order):
        names = self._names[order.work["number"]]
        if open_questions := [name for name in order.work["questions"] if name not in names]:
            return Asking("asking", {name: question() for name in open_questions})
        return Completed(text_result(f"Names: {', '.join(names.values())}"))

    async def answer(self, order, answers):
        names = self._names[order.work["number"]]
        names |= {
            name: answers[name]["content"]["name"] for name in order.work["questions"] if name in answers
        }

    async def cancel(self, _order):
        return True

    def advice(self, _order):
        return ""


class Greeter:
    """Has everything when it begins."""

    work = Greeted
    valid_seconds = 600.0

    async def look(self, order):
        return Completed(text_result(f"Hello, {order.work['name']}!"))


def question():
    return ElicitRequest(params=ElicitRequestFormParams(message="What is your name?", requested_schema=FORM))


class Fixtures(Selection):
    """The operations of this module instead of the catalogue's."""

    def of(self, _choices):
        return (greet, slow_compute, failing_job, protocol_error_job, confirm_delete)


class TasksServer(ToolServer):
    """The server, with the two tools that are no operations."""

    def __init__(self):
        settings = Settings(api_key=SecretStr("conformance"), base_url="http://service.test", allowed_dirs=())
        super().__init__(AsyncClient(settings, transport=httpx.MockTransport(service)), Fixtures())
        self._interview = Interview()
        self._tasks.jobs |= {"interview": self._interview, "greeter": Greeter()}

    async def list_tools(self):
        more = [
            Tool(name=name, input_schema={"type": "object"})
            for name in ("multi_input", "test_tool_with_task")
        ]
        return [*await super().list_tools(), *more]

    async def call_tool(self, name, arguments, context=None):
        if name == "multi_input":
            self._interview.start(["first", "second"])
            return text_result("")
        if name == "test_tool_with_task":
            if not context.input_responses:
                return InputRequiredResult(input_requests={"user_name": question()})
            answer = context.input_responses["user_name"]
            begin("greeter", {"name": answer.content["name"]}, Working("greeting"))
            return text_result("")
        return await super().call_tool(name, arguments, context)
