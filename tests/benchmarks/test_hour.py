import json

import httpx
import pytest
from benchmarks import child, hour

BODY = json.dumps({"id": "t", "status": "completed", "text": "word " * 200_000}).encode()


@pytest.fixture
def reply(tmp_path):
    path = tmp_path / "reply.json"
    path.write_bytes(BODY)
    return path


def test_the_same_bytes_are_served_again_and_again_on_one_connection(reply):
    with child.serving("benchmarks.fixed", str(reply)) as url, httpx.Client() as http:
        replies = [http.get(f"{url}/v2/transcript/t") for _ in range(3)]
        connections = {reply.extensions["network_stream"].get_extra_info("client_addr") for reply in replies}
    assert {reply.content for reply in replies} == {BODY}
    assert len(connections) == 1


def test_they_are_read_through_mcp_and_beside_it_with_httpx(reply, tmp_path):
    with child.serving("benchmarks.fixed", str(reply)) as url:
        assert hour._in_turns(url, "t", tmp_path).keys() == {"ours", "httpx"}
