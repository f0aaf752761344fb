"""What would leave a block unrun, or let one pass that does not work, fails and says so."""

import re
import socket

import httpx
import pytest
from langchain_openai import ChatOpenAI
from tests.documents.blocks import ROOT, Block, blocks, recordings
from tests.documents.commands import configured, lines, run_line
from tests.documents.shell import alone
from tests.documents.test_blocks import run_python

PAGE = ROOT / "README.md"
TRANSCRIBE = {"type": "function", "function": {"name": "transcribe", "parameters": {}}}


@pytest.fixture
def opened(shell):
    with shell("call.mp3") as opened:
        yield opened


def kinds(text):
    return [(block.kind, block.line) for block in blocks(PAGE, text)]


def test_blocks_are_found_by_their_language_or_by_how_they_begin():
    assert kinds("```python\nx\n```\n") == [("python", 2)]
    assert kinds("- a list\n\n  ```sh\n  make test\n  ```\n") == [("shell", 4)]
    assert kinds("Text:\n\n    .venv/bin/some-command --now\n") == [("shell", 3)]
    assert kinds("Text:\n\n    Q: When?\n    A: Now.\n") == [("text", 3)]


def test_a_language_that_nothing_runs_is_refused():
    with pytest.raises(AssertionError, match=r"README.md:2: .* do not know how to run a block of 'ruby'"):
        kinds("```ruby\nputs 1\n```\n")


def test_a_block_that_names_a_file_is_that_file():
    (block,) = blocks(PAGE, "```json some/faults.json\n[]\n```\n")
    assert (block.kind, block.file, block.code) == ("file", "some/faults.json", "[]\n")


def test_the_files_of_a_page_stand_where_its_blocks_run(shell):
    with shell("", {"some/faults.json": "[]\n"}) as opened:
        assert opened.run("cat some/faults.json") == "[]\n"


def test_a_console_block_has_prompts_and_what_was_printed():
    block = Block(PAGE, 1, "console", "$ make demo\nInstalling ...\n$ make test  # all\n")
    assert lines(block) == ["make demo", "make test  # all"]


def test_a_line_that_goes_on_is_one_line_and_a_comment_is_none():
    block = Block(PAGE, 1, "shell", "# first\nmake \\\n  demo\n\n")
    assert [line.split() for line in lines(block)] == [["make", "demo"]]


def test_recordings_are_files_of_the_working_folder():
    text = '"call.mp3", a/b.wav, /home/me/c.mp3, ~/d.mp3, https://example.com/e.mp3, f.srt'
    assert recordings(text) == ["a/b.wav", "call.mp3"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("cargo run", "do not know how to run 'cargo'"),
        ("KEY=1 .venv/bin/other && make demo", "do not know how to run 'other'"),
        ("make no-such-target", "No rule to make target"),
        ("cd no-such-folder", "no-such-folder"),
        ("pip install '.[no-such-extra]'", "there are the extras"),
        ("pip install no-such-package", "no-such-package"),
        ("assemblyai-tools no-such-command", "No such command 'no-such-command'"),
        ("assemblyai-emulator --port 0 --no-such-option", "did not start to listen"),
        ("curl https://example.com", "example.com"),
    ],
)
def test_a_line_that_does_not_work_fails_with_the_reason(opened, line, reason):
    with pytest.raises(Exception, match=re.escape(reason)):
        run_line(opened, line)


def test_what_is_exported_and_where_the_shell_stands_hold_for_the_next_line(opened):
    before = opened.folder
    run_line(opened, "git clone <this repository> && cd assemblyai-tools")
    run_line(opened, "export ONE=1 TWO=$(echo 'a b')   # both")
    assert opened.folder == before
    assert (opened.env["ONE"], opened.env["TWO"]) == ("1", "a b")


def test_the_servers_of_a_configuration_are_found_however_deep_they_stand():
    server = {"command": "assemblyai-mcp"}
    assert list(configured({"mcpServers": {"one": server, "two": server}})) == [server, server]
    assert list(configured(server)) == [server]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import socket\nsocket.create_connection(('192.0.2.1', 80))", "wants to reach 192.0.2.1"),
        ("import urllib.request\nurllib.request.urlopen('http://example.com')", "wants to reach example.com"),
        (
            "import warnings\nwarnings.warn('old', DeprecationWarning, stacklevel=1)",
            "DeprecationWarning: old",
        ),
    ],
)
def test_python_that_leaves_this_machine_or_is_warned_fails_at_its_line(opened, code, reason):
    done = run_python(opened, PAGE, [Block(PAGE, 40, "python", code)])
    assert done.returncode == 1
    assert 'README.md", line 41' in done.stderr
    assert reason in done.stderr


def test_blocks_read_on_from_one_another_and_may_await(opened):
    first = Block(PAGE, 1, "python", "import asyncio\nx = await asyncio.sleep(0, 'here')")
    second = Block(PAGE, 9, "python", "def show():\n    print(x)\n\nshow()")
    assert run_python(opened, PAGE, [first, second]).stdout == "here\n"


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([{"role": "user", "content": "Sing."}], "knows no call for 'Sing.'"),
        (
            [
                {"role": "user", "content": "Transcribe call.mp3"},
                {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "transcribe"}}]},
                {"role": "tool", "tool_call_id": "1", "content": "The file is not there."},
            ],
            "the call of transcribe failed: The file is not there.",
        ),
    ],
)
def test_the_scripted_model_refuses_what_it_does_not_know_and_a_call_that_failed(
    chat_model, messages, reason
):
    asked = {"model": "any", "messages": messages, "tools": [TRANSCRIBE]}
    refused = httpx.post(f"{chat_model}/chat/completions", json=asked)
    assert refused.status_code == 400
    assert reason in refused.json()["error"]["message"]


def test_the_scripted_model_calls_the_tool_that_was_asked_for(chat_model):
    model = ChatOpenAI(model="any", base_url=chat_model, api_key="any").bind_tools([TRANSCRIBE])
    streamed = list(model.stream("Transcribe call.mp3"))
    for message in (model.invoke("Transcribe call.mp3"), *(part for part in streamed if part.tool_calls)):
        (call,) = message.tool_calls
        assert (call["name"], call["args"]) == ("transcribe", {"audio": "call.mp3"})
    assert any(part.tool_calls for part in streamed)


def test_a_port_that_another_program_has_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AssertionError, match=rf"port {port}, .* stop that program"), alone(port, 0):
            pytest.fail("the port is taken")
