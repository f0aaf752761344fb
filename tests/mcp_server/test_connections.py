"""Proxies and certificates that cannot be used, as a client of the server sees them."""

import pytest
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import SecretStr

from assemblyai_mcp import create_server
from assemblyai_tools import Settings


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "SSL_CERT_FILE"])
async def test_a_broken_variable_is_a_failed_call_that_names_it(monkeypatch, name):
    monkeypatch.setenv(name, "http://proxy:port")
    server = create_server(Settings(api_key=SecretStr("sk-0123456789"), allowed_dirs=()))
    with pytest.raises(ToolError, match=rf"^{name} is .*so nothing was sent\. The person who runs this must"):
        await server.call_tool("list_transcripts", {})
