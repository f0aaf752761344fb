"""What to do with each line of a shell block: one rule for each command, in RULES."""

import asyncio
import json
import re
import shlex
import shutil
import signal
import subprocess
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from mcp import Client, StdioServerParameters
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.documents.requirements import EXTRAS, OWN
from tests.documents.shell import LONGEST

from assemblyai_mcp.config import DEFAULT_PORT

PLACEHOLDERS = (r"(?<![\w$/])PATH(?=/)", r"/path/to/assemblyai-tools(?=/)")
"""What a page writes for the absolute path of the checkout."""

EMULATOR_PORT = 8787
"""Where the emulator listens unless told otherwise."""

ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


def lines(block):
    """The command lines of a block, without prompts, comments and what a console printed."""
    text = block.code.replace("\\\n", " ")
    shown = text.splitlines()
    if block.kind == "console":
        shown = [line.removeprefix("$ ") for line in shown if line.startswith("$ ")]
    return [line for line in shown if shlex.split(line, comments=True)]


def run_line(shell, line):
    """Run a line, the commands that `&&` joins one by one."""
    for place in PLACEHOLDERS:
        line = re.sub(place, str(shell.folder), line)
    for command in re.split(r"\s+&&\s+", line):
        words = shlex.split(command, comments=True)
        while ASSIGNMENT.match(words[0]):
            del words[0]
        name = Path(words[0]).name
        if name not in RULES:
            raise AssertionError(f"these tests do not know how to run {name!r}: add a rule for it to RULES")
        RULES[name](shell, command, words)


def run_it(shell, command, words):
    shell.run(command)


def make(shell, command, words):
    """Only what make would do: the targets run elsewhere, or would run these tests."""
    shell.run(re.sub(r"\bmake\b", "make -n", command, count=1))


def git(shell, command, words):
    """A clone of a placeholder is the checkout, whose parent is then the working folder."""
    assert re.match(r"git clone <[^>]+>$", command), "only cloning from a placeholder is known"
    shell.folder = shell.folder.parent


def cd(shell, command, words):
    shell.folder = (shell.folder / words[1]).resolve(strict=True)


def export(shell, command, words):
    """It holds for the lines that follow. Something answers at an address of the service."""
    names = [word.partition("=")[0] for word in words[1:] if ASSIGNMENT.match(word)]
    printed = shell.run(f"{command}\nprintf '%s\\0' " + " ".join(f'"${name}"' for name in names))
    shell.env = {**shell.env, **dict(zip(names, printed.split("\0"), strict=False))}
    if "ASSEMBLYAI_BASE_URL" in names:
        check_answer(shell.env["ASSEMBLYAI_BASE_URL"])


def pip(shell, command, words):
    """Nothing is installed: each extra exists, and each package is in this environment."""
    extras, others = packages(command)
    assert extras <= set(EXTRAS), f"{command}: there are the extras {sorted(EXTRAS)}"
    for name in others:
        distribution(name)


def packages(line):
    """The extras of this project, and the other packages, that a line with `pip install` names."""
    extras, others = set(), set()
    for word in shlex.split(line, comments=True)[2:]:
        wanted = Requirement(re.sub(r"^\.", OWN, word))
        extras |= wanted.extras if wanted.name == OWN else set()
        others |= {canonicalize_name(wanted.name)} - {OWN}
    return extras, others


def curl(shell, command, words):
    """It asks the servers of the block. Without curl, httpx does."""
    addresses = [word for word in words if word.startswith("http")]
    hosts = {urlsplit(address).hostname for address in addresses}
    assert hosts <= {"127.0.0.1", "localhost"}, f"the lines of a page run offline, and {command} asks {hosts}"
    if shutil.which("curl"):
        shell.run(command)
    else:
        for address in addresses:
            httpx.get(address).raise_for_status()


def emulator(shell, command, words):
    check_answer(shell.serve(command, port(words, EMULATOR_PORT)))


def mcp_server(shell, command, words):
    """Over HTTP it answers; over stdio it shows its tools to a client that starts it by this line."""
    if "--transport" in words and words[words.index("--transport") + 1] == "http":
        check_answer(shell.serve(command, port(words, DEFAULT_PORT)))
    else:
        show_tools(shell, "sh", ["-c", command])


def tools(shell, command, words):
    """The demo with --live talks to the emulator too, through ASSEMBLYAI_BASE_URL: no line reaches the service."""
    if words[1] == "mcp":
        mcp_server(shell, command, words)
    elif words[1] == "view" and "--save-to" not in words:
        view(shell, command)
    else:
        shell.run(command)


def view(shell, command):
    """The page is there until Ctrl-C. No browser is opened."""
    line = ["sh", "-c", f"exec {command} --no-open"]
    with subprocess.Popen(
        line, cwd=shell.folder, env=shell.env, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            check_answer(running.stdout.readline().strip())
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(LONGEST) == 0, command


def claude(shell, command, words):
    """`claude mcp add NAME -e A=B -- COMMAND` makes a chat client start COMMAND over stdio."""
    given = shell.run(command).split("\0")[:-1]
    assert given[:2] == ["mcp", "add"], f"only `claude mcp add` is known: {command}"
    end = given.index("--")
    env = [given[number + 1] for number in range(end) if given[number] in ("-e", "--env")]
    start, *arguments = given[end + 1 :]
    show_tools(shell, start, arguments, dict(pair.split("=", 1) for pair in env))


def code(shell, command, words):
    """`code --add-mcp JSON` makes the editor start the JSON's command over stdio."""
    option, given = shell.run(command).split("\0")[:-1]
    assert option == "--add-mcp", f"only `code --add-mcp` is known: {command}"
    assert show_configured(shell, given) == 1, f"no server: {given}"


def show_configured(shell, text):
    """Start each server of a client's configuration, and give how many there were."""
    for place in PLACEHOLDERS:
        text = re.sub(place, str(shell.folder), text)
    whole = text if text.lstrip().startswith(("{", "[")) else f"{{{text}}}"
    servers = list(configured(json.loads(whole)))
    for server in servers:
        show_tools(shell, server["command"], server.get("args", []), server.get("env", {}))
    return len(servers)


def configured(value):
    """Every object with a command, however deep it stands."""
    if isinstance(value, dict) and isinstance(value.get("command"), str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from configured(inner)


def show_tools(shell, start, arguments, env=None):
    server = StdioServerParameters(
        command=start, args=arguments, env={**shell.env, **(env or {})}, cwd=shell.folder
    )

    async def offered():
        async with Client(server) as client:
            return (await client.list_tools()).tools

    assert asyncio.run(offered()), f"{start} {arguments} offers no tool"


def port(words, default):
    return int(words[words.index("--port") + 1]) if "--port" in words else default


def check_answer(address):
    """A server is there: it may well refuse a request without a key."""
    status = httpx.get(address.replace("//0.0.0.0", "//127.0.0.1"), timeout=30).status_code
    assert status < 500, f"{address} answers {status}"


RULES = {
    "assemblyai-emulator": emulator,
    "assemblyai-mcp": mcp_server,
    "assemblyai-tools": tools,
    "cd": cd,
    "claude": claude,
    "code": code,
    "curl": curl,
    "export": export,
    "git": git,
    "make": make,
    "pip": pip,
    "python": run_it,
}
