"""The service's clock goes on from its last reply, whatever this machine's says."""

from contextlib import suppress

import httpx
import pytest

from assemblyai_tools import AssemblyAIError, AsyncClient, Settings
from assemblyai_tools.flow import Request, send
from assemblyai_tools.transport.service_clock import ServiceClock

DATE, THEN = "Wed, 01 Jan 2020 00:00:00 GMT", 1577836800.0


def test_it_goes_on_from_the_date_of_the_last_reply():
    times = iter([100.0, 130.0])
    clock = ServiceClock(lambda: next(times))
    clock.heard(DATE)
    assert clock.now() == THEN + 30.0


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Jan 2020 00:00:00 GMT"])
def test_what_is_no_date_tells_nothing(date):
    clock = ServiceClock()
    clock.heard(date)
    assert clock.now() is None


@pytest.mark.parametrize("status", [200, 404])
async def test_a_client_hears_it_from_any_reply(status):
    def reply(_request):
        return httpx.Response(status, headers={"Date": DATE}, json={})

    async with AsyncClient(
        Settings.from_env({"ASSEMBLYAI_API_KEY": "k"}), transport=httpx.MockTransport(reply)
    ) as one:
        assert one.account.clock.now() is None
        with suppress(AssemblyAIError):
            await one.run(send(Request("GET", "/v2/transcript/a")))
        assert THEN <= one.account.clock.now() < THEN + 60
