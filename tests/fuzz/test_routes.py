"""Whatever a request holds, no route answers with a 5xx. The routes are the app's own, so a new one is tried too."""

import json
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route
from tests.fuzz.conftest import KEY, SCENARIO_URL
from tests.fuzz.pace import PACE
from tests.fuzz.seeds import QUERY_NAMES, bodies
from tests.fuzz.values import HEADERS, JSON, ODD_TEXTS, PATH_PART, RAW_QUERY, TEXT, each_place
from tests.fuzz.values import bodies as bodies_like

from assemblyai_emulator.app import ROUTES

REQUESTS = [route for route in ROUTES if isinstance(route, Route)]
"""The sockets are tried in tests/emulator/live."""

CALLS = sorted({(method, route.path) for route in REQUESTS for method in route.methods - {"HEAD"}})
WITH_BODY = [call for call in CALLS if call[0] in {"POST", "PUT", "PATCH"}]
WITHOUT = [call for call in CALLS if call not in WITH_BODY]
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "ODD")


def path_with(route: str, *parts: str) -> str:
    """The route with its parameters filled in, the last part again and again."""
    given_parts = [*parts, *[parts[-1]] * 9]
    return "/".join(given_parts.pop(0) if part.startswith("{") else part for part in route.split("/"))


def check(answer) -> None:
    """No 5xx, and a refusal that says why."""
    assert answer.status < 500, answer
    if answer.status >= 400 and answer.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(answer.body)
        assert body.get("error") or body.get("message") or body.get("detail"), answer


@pytest.mark.parametrize(("method", "route"), WITH_BODY)
def test_every_value_of_a_body_can_be_of_every_kind(fuzzed, method, route):
    for seed in bodies(route, fuzzed.done, fuzzed.audio_urls):
        for body in each_place(seed):
            check(fuzzed.call(method, path_with(route, fuzzed.done), body=body))


@pytest.mark.parametrize(("method", "route"), WITHOUT)
def test_every_parameter_of_a_query_can_be_any_odd_text(fuzzed, method, route):
    for name, text in product(QUERY_NAMES, ODD_TEXTS):
        query = urlencode({name: text}).encode()
        path = path_with(route, fuzzed.done if method == "GET" else "none", "srt")
        check(fuzzed.call(method, path, query=query))


@pytest.mark.parametrize(("method", "route"), WITH_BODY)
@given(st.data())
@PACE
def test_any_json_anywhere_in_a_body(fuzzed, method, route, data):
    seed = data.draw(st.sampled_from(bodies(route, fuzzed.done, fuzzed.audio_urls)))
    body = data.draw(bodies_like(seed))
    check(fuzzed.call(method, path_with(route, data.draw(st.sampled_from(fuzzed.ids))), body=body))


@pytest.mark.parametrize(("method", "route"), CALLS)
@given(st.data())
@PACE
def test_any_text_in_the_query_and_the_path(fuzzed, method, route, data):
    real = st.sampled_from(fuzzed.ids)
    parts = [data.draw(real | PATH_PART), data.draw(st.sampled_from(("srt", "vtt")) | PATH_PART)]
    named = st.dictionaries(st.sampled_from(QUERY_NAMES), TEXT | real, max_size=4)
    text = data.draw(named.map(lambda query: urlencode(query, errors="replace").encode()) | RAW_QUERY)
    if method == "DELETE":
        parts = [f"no{part}" for part in parts]  # the others still need what is real
    check(fuzzed.call(method, path_with(route, *parts), query=text, body=b"{}"))


@pytest.mark.parametrize(("method", "route"), CALLS)
@given(HEADERS)
@PACE
def test_any_header(fuzzed, method, route, headers):
    part = fuzzed.done if method != "DELETE" else "none"
    given_headers = [*headers, *([] if any(name == b"authorization" for name, _ in headers) else [KEY])]
    check(fuzzed.call(method, path_with(route, part, "srt"), headers=given_headers, body=b"{}"))


@given(st.sampled_from(METHODS), st.lists(PATH_PART, max_size=5), RAW_QUERY)
@PACE
def test_any_method_and_path(fuzzed, method, parts, query):
    check(fuzzed.call(method, "/" + "/".join(parts), query=query))


@pytest.mark.parametrize("url", ["upload", "scenario"])
@given(st.data())
@PACE
def test_what_is_accepted_becomes_a_job_that_ends_with_a_reason(fuzzed, url, data):
    audio_url = SCENARIO_URL if url == "scenario" else fuzzed.audio_urls[1]
    seed = data.draw(st.sampled_from(bodies("/v2/transcript", fuzzed.done, [audio_url])))
    body = {
        **seed,
        **data.draw(st.dictionaries(st.sampled_from(sorted(seed)), JSON, max_size=2)),
        "audio_url": audio_url,
    }
    answer = fuzzed.call("POST", "/v2/transcript", body=json.dumps(body).encode())
    check(answer)
    if answer.status == 200:
        transcript = fuzzed.ended(json.loads(answer.body)["id"])
        assert "its log on stderr" not in (transcript.get("error") or "")
        for view in ("sentences", "paragraphs", "srt", "word-search?words=a", "redacted-audio"):
            name, _, query = view.partition("?")
            path = f"/v2/transcript/{quote(transcript['id'])}/{name}"
            check(fuzzed.call("GET", path, query=query.encode()))
