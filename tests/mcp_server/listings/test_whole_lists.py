"""Every list is one page, so that no cursor is known."""

import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS
from tests.mcp_server.conftest import ERAS

LISTS = {
    "tools/list": Client.list_tools,
    "prompts/list": Client.list_prompts,
    "resources/list": Client.list_resources,
    "resources/templates/list": Client.list_resource_templates,
}


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_one_page_and_a_cursor_is_refused(server, name, mode):
    async with Client(server, mode=mode) as client:
        assert (await LISTS[name](client)).next_cursor is None
        with pytest.raises(MCPError, match="has one page") as refused:
            await LISTS[name](client, cursor="of-another-server")
    assert refused.value.error.code == INVALID_PARAMS


@pytest.mark.parametrize("mode", ERAS)
async def test_an_empty_cursor_is_one_too(server, mode):
    async with Client(server, mode=mode) as client:
        with pytest.raises(MCPError, match="Unknown cursor"):
            await client.list_tools(cursor="")
