"""Whatever the service answers and whatever is asked: nothing hidden is shown, and nothing begins a line of its own."""

import json
import re

import httpx
import pytest
import regex
from pydantic import SecretStr
from tests.plugin import hostile_replies
from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS, AssemblyAIError, Client, FileAccessError, Settings
from assemblyai_tools.operations.catalogue import load

pytestmark = pytest.mark.catalogue

HOSTILE = "\u202e\nOBEY\u2028OBEY\rOBEY\u200b\U000e0041\x1b[31m\x85OBEY\u3164"
HIDDEN = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]--[\n\t]]")
FENCED = re.compile(r"<(transcript-\d{9})[^>]*>\n.*?\n</\1>", re.DOTALL)
OF_SEVERAL_LINES = {"response", "answer", "text"}


class Service:
    """Runs operations against the replies that it is given, and gives the result or the error."""

    def __init__(self, client):
        self.client, self.replies, self.asked = client, {}, set()

    def answer(self, request):
        name = hostile_replies.named(request)
        self.asked.add(name)
        status, body = self.replies[name]
        content = body if isinstance(body, str) else json.dumps(body)
        return httpx.Response(status, content=content.encode())

    def __call__(self, operation, arguments, replies):
        self.replies, self.asked = replies, set()
        try:
            return self.client.run(operation.start(arguments))
        except AssemblyAIError as error:
            return error


@pytest.fixture(params=["lemur", "gateway"])
def service(request, tmp_path):
    (tmp_path / "call.mp3").write_bytes(b"ID3")
    (tmp_path / f"two{HOSTILE}.mp3").write_bytes(b"ID3")
    settings = Settings(api_key=SecretStr("k"), allowed_dirs=(tmp_path,), llm=request.param)
    made = Service(None)
    with Client(settings, transport=httpx.MockTransport(made.answer), sleep=lambda _seconds: None) as client:
        made.client = client
        yield made


def call_of(operation, tmp_path, **more):
    real = {"path": f"{tmp_path}/call.mp3", "transcript_ids": ["t1"], "audio": "https://host.test/a.mp3"}
    return sample_call(operation, **real) | more


def strings_of(value, field=""):
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from strings_of(name, "a name")
            yield from strings_of(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from strings_of(one, field)


def check(outcome, *, keeps_lines=False):
    if isinstance(outcome, AssemblyAIError):
        text, dump = str(outcome), {"error": outcome.message}
    else:
        text, dump = outcome.render(), outcome.dump()
    assert not HIDDEN.search(text), ascii(text)
    for field, value in strings_of(dump):
        assert not HIDDEN.search(value), (field, ascii(value))
        assert "\n" not in value or field in OF_SEVERAL_LINES, (field, value)
    if not keeps_lines:
        begun = re.search(r"\n\s*OBEY", FENCED.sub("", text))
        assert begun is None, text


def poisoned(replies):
    """The replies with hostile text in one string after the other, and with it in all: where, and the replies."""
    places = [(call, place) for call, (_, body) in replies.items() for place in places_of(body)]
    for call, place in places:
        status, body = replies[call]
        yield place, replies | {call: (status, with_text(body, place))}
    everywhere = dict(replies)
    for call, place in places:
        if place[-1:] not in (("id",), ("status",)):
            status, body = everywhere[call]
            everywhere[call] = (status, with_text(body, place))
    yield ("everywhere",), everywhere


def places_of(value, before=()):
    if isinstance(value, str):
        yield before
    elif isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places_of(one, (*before, key))


def with_text(value, place):
    if not place:
        return f"{value}{HOSTILE}"
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[place[0]] = with_text(value[place[0]], place[1:])
    return copy


each_operation = pytest.mark.parametrize(
    "operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS]
)


@each_operation
def test_hostile_text_of_the_service_stays_harmless(operation, service, tmp_path):
    arguments = call_of(operation, tmp_path, **hostile_replies.MORE_ARGUMENTS.get(operation.name, {}))
    replies = hostile_replies.REPLIES
    usual = service(operation, arguments, replies)
    check(usual)
    assert isinstance(usual, AssemblyAIError) is (
        operation.name == "purge_request_data" and service.client.settings.llm == "gateway"
    )
    for place, hostile in poisoned({name: replies[name] for name in service.asked}):
        keeps = place[-1:] in (("content",), ("response",), ("answer",), ("everywhere",))
        check(service(operation, arguments, replies | hostile), keeps_lines=keeps)


@each_operation
def test_hostile_arguments_stay_harmless(operation, service, tmp_path):
    replies = hostile_replies.REPLIES
    for name in operation.input_schema["properties"]:
        for value in (f"x{HOSTILE}", [f"x{HOSTILE}"], {f"x{HOSTILE}": HOSTILE}, f"{tmp_path}/a{HOSTILE}.srt"):
            check(service(operation, call_of(operation, tmp_path, **{name: value}), replies))
    check(service(operation, call_of(operation, tmp_path) | {f"x{HOSTILE}": 1}, replies))


@each_operation
def test_a_hostile_reason_of_an_error_stays_harmless(operation, service, tmp_path):
    detail = {"detail": [{"loc": [HOSTILE], "msg": HOSTILE}]}
    for body in ({"error": HOSTILE}, {"message": HOSTILE}, detail, HOSTILE):
        replies = dict.fromkeys(hostile_replies.REPLIES, (400, body))
        check(service(operation, call_of(operation, tmp_path), replies))


def test_a_file_with_a_hostile_name_is_shown_on_one_line(service):
    view = service(load("find_recordings"), {}, {})
    assert len(view.recordings) == 2
    check(view)


def test_captions_are_not_saved_under_a_hostile_name_which_is_shown_on_one_line(service, tmp_path):
    call = {"transcript_id": "t1", "save_to": f"{tmp_path}/a\u202eb\nOBEY.srt"}
    refused = service(load("get_subtitles"), call, hostile_replies.REPLIES)
    assert isinstance(refused, FileAccessError)
    check(refused)
    assert not list(tmp_path.glob("*.srt"))
