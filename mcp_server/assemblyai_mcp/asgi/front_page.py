"""Says at the other addresses of the server what it is and where its endpoint is, to a person as to a program."""

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_WHAT = """\
This is assemblyai-mcp, an MCP server: AssemblyAI's speech-to-text as tools for language models.
Its endpoint is {endpoint} at this address, for MCP clients (Streamable HTTP), such as chat and coding applications.
How to configure them is in the project's mcp_server/README.md and docs/hosts.md.
/health says whether the server is up.
"""
_NOTHING_HERE = "There is nothing at this address.\n"
_FOR_CLIENTS = "This address is for MCP clients, which accept text/event-stream; a browser does not.\n"


class FrontPage:
    """Answers at / with what the server is, at the endpoint to a browser, and with 404 everywhere else.

    It tells nothing that a caller without a token or a key must not know.
    """

    def __init__(self, app: ASGIApp, endpoint: str) -> None:
        self._app = app
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http":
            app = self._answer(scope["path"], scope["method"], Headers(scope=scope).get("accept", "")) or app
        await app(scope, receive, send)

    def _answer(self, path: str, method: str, accept: str) -> Response | None:
        """The answer to what is no call of an MCP client; None for what may be one."""
        if path == "/" and method in {"GET", "HEAD"}:
            return self._page(200, accept)
        if path.rstrip("/") != self._endpoint:
            return self._page(404, accept, _NOTHING_HERE)
        is_browser = "text/html" in accept and "text/event-stream" not in accept
        return self._page(406, accept, _FOR_CLIENTS) if is_browser and method == "GET" else None

    def _page(self, status: int, accept: str, first: str = "") -> Response:
        text = first + _WHAT.format(endpoint=self._endpoint)
        if "text/html" not in accept:
            return PlainTextResponse(text, status)
        body = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines())
        return HTMLResponse(f"<!doctype html>\n<title>assemblyai-mcp</title>\n{body}", status)
