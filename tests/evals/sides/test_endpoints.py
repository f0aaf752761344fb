"""Our own description of the API is true of the emulator, which is what the jobs work with."""

from evals.sides.endpoints import endpoints_in
from starlette.routing import Match

from assemblyai_emulator.app import ROUTES
from assemblyai_emulator.parameters.fields import FIELDS
from assemblyai_emulator.parameters.refusals import REFUSALS

ENDPOINTS = {one.operation["operationId"]: one for one in endpoints_in()}
NOT_DESCRIBED = {
    "/_page",  # the emulator's page
    "/upload/",
    "/redacted-audio/",  # addresses that replies name
    "/v1/",  # the LLM Gateway, which does what LeMUR's endpoints do
    "/v2/realtime",
    "/v3/ws",  # live speech
}


def test_each_endpoint_is_there():
    for endpoint in ENDPOINTS.values():
        path = endpoint.path.format(transcript_id="t1", subtitle_format="srt", request_id="r1")
        scope = {"type": "http", "method": endpoint.method.upper(), "path": path, "headers": []}
        assert any(route.matches(scope)[0] is Match.FULL for route in ROUTES), endpoint


def test_no_endpoint_is_left_out():
    described = {(one.method.upper(), one.path) for one in ENDPOINTS.values()}
    there = {
        (method, route.path)
        for route in ROUTES
        for method in getattr(route, "methods", None) or ()
        if method != "HEAD"
        and route.path != "/"
        and not any(route.path.startswith(part) for part in NOT_DESCRIBED)
    }
    assert there - described == set()


def test_each_parameter_of_a_transcript_is_known():
    asked = ENDPOINTS["create_transcript"].body["properties"]
    assert asked.keys() - FIELDS.keys() - REFUSALS.keys() == set()


def test_a_published_file_may_be_yaml(tmp_path):
    file = tmp_path / "openapi.yml"
    file.write_text(
        "paths:\n  /v2/transcript:\n    get:\n      operationId: list\n      summary: List them.\n"
    )
    assert [one.operation["operationId"] for one in endpoints_in(file)] == ["list"]


def test_each_endpoint_and_each_argument_is_described():
    for endpoint in ENDPOINTS.values():
        assert endpoint.operation["summary"]
        nameless = [
            name for name, schema in endpoint.schema["properties"].items() if not schema["description"]
        ]
        assert nameless == []
