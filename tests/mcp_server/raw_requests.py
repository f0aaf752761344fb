"""Requests of both protocol eras as a client without any SDK writes them."""

import json

import httpx

HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
MODERN = {"MCP-Protocol-Version": "2026-07-28"}
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    },
}


def modern(method, tool=None, **params):
    """The headers and the body of a 2026-07-28 request."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    named = {"Mcp-Name": tool} if tool else {}
    headers = {**HEADERS, **MODERN, "Mcp-Method": method, **named}
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": meta, **params}}
    return headers, body


def post(url, headers, body):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return httpx.post(f"{url}/mcp", headers=headers, content=content, timeout=30)


def list_tools(url, **headers):
    given, body = modern("tools/list")
    return post(url, given | headers, body)


def call(url, tool, arguments, **headers):
    given, body = modern("tools/call", tool, name=tool, arguments=arguments)
    return post(url, given | headers, body)


def open_session(url, **headers):
    """Open a session as an older client does; gives the headers of its further requests, if there are sessions."""
    session = post(url, HEADERS | headers, INITIALIZE).headers.get("mcp-session-id")
    return {"Mcp-Session-Id": session} if session else {}
