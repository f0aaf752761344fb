"""A chat in a browser: a page that speaks the protocol of MCP Apps, in front of a real MCP server."""

import asyncio
import threading
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from mcp import Client
from tests.mcp_server.apps.apps_host import PAGE, SHOWS_APPS

HOST = Path(__file__).with_name("host.html")
MODES = ["inline", "fullscreen"]
CAPABILITIES = {
    "serverTools": {},
    "downloadFile": {},
    "message": {"text": {}},
    "updateModelContext": {"text": {}},
}
"""What the chat can do, if a test says nothing else."""
SECONDS = 300
"""Seconds that a call may take: the emulator listens to a whole recording."""


class ServerThread:
    """A client of an MCP server, in a thread of its own: the browser's calls block this one."""

    def __init__(self, make_server):
        self._make_server = make_server
        self.calls = []
        self.replies = []
        """What the page's next calls end with: the text of an error, or None for the server's own reply."""

    @contextmanager
    def running(self):
        self._loop = asyncio.new_event_loop()
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        self._end = asyncio.Event()
        ready = threading.Event()
        serving = asyncio.run_coroutine_threadsafe(self._serve(ready), self._loop)
        serving.add_done_callback(lambda _: ready.set())
        ready.wait(60)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._end.set)
            serving.result(60)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(60)
            self._loop.close()

    async def _serve(self, ready):
        async with AsyncExitStack() as stack:
            self._client = await stack.enter_async_context(Client(self._make_server(), extensions=SHOWS_APPS))
            ready.set()
            await self._end.wait()

    def _run(self, awaitable):
        return asyncio.run_coroutine_threadsafe(awaitable, self._loop).result(SECONDS)

    def page(self):
        return self._run(self._client.read_resource(PAGE)).contents[0].text

    def call(self, name, arguments):
        """The result of a call, as a host passes it on."""
        result = self._run(self._client.call_tool(name, arguments))
        return result.model_dump(mode="json", by_alias=True, exclude_none=True)

    def call_for_page(self, name, arguments):
        self.calls.append((name, arguments))
        failure = self.replies.pop(0) if self.replies else None
        if failure:
            return {"content": [{"type": "text", "text": failure}], "isError": True}
        return self.call(name, arguments)


class Chat:
    """The conversation with the page in it."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.app = page.frame_locator("iframe")
        page.expose_function("callTool", server.call_for_page)

    def open(self, *, capabilities=None, **context):
        """Show the App, as a host does when a tool is called."""
        hello = {
            "hostCapabilities": CAPABILITIES if capabilities is None else capabilities,
            "hostContext": {
                "theme": "light",
                "displayMode": "inline",
                "availableDisplayModes": MODES,
                **context,
            },
        }
        self.page.evaluate("([html, hello]) => show(html, hello)", [self.server.page(), hello])
        self.wait_for("ui/notifications/initialized")
        return self

    def use(self, tool, arguments):
        """The model calls a tool; the App is told of its input and its result, which is returned."""
        self.tell("ui/notifications/tool-input", {"arguments": arguments})
        result = self.server.call(tool, arguments)
        self.tell("ui/notifications/tool-result", result)
        return result

    def tell(self, method, params):
        self.page.evaluate("([method, params]) => tell(method, params)", [method, params])

    def ask(self, method, params=None):
        return self.page.evaluate("([method, params]) => ask(method, params)", [method, params or {}])

    def ask_in_vain(self, method):
        """Whether a request stays without an answer until the browser has nothing left to do."""
        waits = "(method) => Promise.race([ask(method), new Promise((done) => requestIdleCallback(() => done(null)))])"
        return self.page.evaluate(waits, method) is None

    def refuse(self, method, message):
        self.page.evaluate("([method, message]) => { refused[method] = message }", [method, message])

    def heard(self, method):
        """The parameters of what the App sent under this name, in order."""
        return self.page.evaluate(
            "(name) => heard.filter((one) => one.method === name).map((one) => one.params)", method
        )

    def wait_for(self, method, times=1):
        self.page.evaluate("([method, times]) => until(method, times)", [method, times])
        return self.heard(method)[-1]


def text_of(chat):
    return chat.app.get_by_role("region", name="Transcript", exact=True)


def status_of(chat):
    return chat.app.locator(".host-status")
