import pytest
from benchmarks import servers
from benchmarks.http import HttpServer
from benchmarks.stdio import StdioServer


@pytest.mark.parametrize("transport", [StdioServer, HttpServer])
def test_a_server_is_called_in_plain_json_and_a_failure_is_raised(transport):
    with transport(servers.BARE, {}) as server:
        assert '"hello"' in server.call("empty", {"text": "hello"})
        with pytest.raises(RuntimeError, match="missing"):
            server.call("missing", {})
