"""Requests for a thing."""

from assemblyai_tools.flow import Request

GET = Request("GET", "/v2/thing")
POST = Request("POST", "/v2/thing", json={"a": 1})
DELETE = Request("DELETE", "/v2/thing")
