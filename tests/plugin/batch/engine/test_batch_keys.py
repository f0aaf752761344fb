"""With which key a batch is worked on: another one is taken only if it is one of the same account."""

from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr
from tests.plugin.batch.engine.conftest import NAME

from assemblyai_tools import AuthenticationError, ConfigurationError
from assemblyai_tools.batch.batch import Batch

pytestmark = pytest.mark.usefixtures("quick")


def test_a_wrong_key_stops_the_work_and_another_one_goes_on(start, file, settings, service, through, path):
    batch = start(*(file(f"{number}.mp3") for number in range(5)))
    wrong = httpx.MockTransport(lambda _request: httpx.Response(401, json={"error": "Invalid API key"}))
    with pytest.raises(AuthenticationError, match="Invalid API key"):
        batch.work(client_options={"transport": wrong})
    assert batch.status() == {"new": 5}
    batch.close()
    # Nothing was sent with the wrong key, so the right one may take its place.
    right = replace(settings, api_key=SecretStr("another-0123456789"))
    with Batch.open(NAME, database=path, settings=right) as again:
        assert again.work(**through) == {"done": 5}


def opened_with(settings, path, key):
    return Batch.open(NAME, database=path, settings=replace(settings, api_key=SecretStr(key)))


def test_another_key_is_refused_once_jobs_exist_until_it_is_said_to_be_of_the_same_account(
    start, file, settings, through, path
):
    batch = start(file("a.mp3"))
    batch.work(**through)
    with opened_with(settings, path, "another-0123456789") as other:
        with pytest.raises(ConfigurationError, match="started with another key"):
            other.work(**through)
        same = {"transport": through["client_options"]["transport"]}
        assert other.resume(new_key=True, client_options=same) == 0
        assert other.work(**through) == {"done": 1}


def test_another_key_is_refused_while_a_job_is_in_doubt_and_taken_unchecked_only_with_a_word(
    start, file, settings, service, through, path
):
    batch = start(file("a.mp3"))
    failing = [httpx.Response(500, json={}) for _ in range(3)]
    service.faults, service.accepts = failing, False
    assert batch.work(**through) == {"failed": 1}
    with opened_with(settings, path, "another-0123456789") as other:
        with pytest.raises(ConfigurationError, match="started with another key"):
            other.work(**through)
        told, before = [], other.row()["account"]
        other.database.trouble = told.append
        other.resume(new_key=True)
        assert "not checked" in told[0]
        assert other.row()["account"] != before


def test_a_new_key_is_nothing_to_check_while_nothing_was_sent(start, file, settings, path):
    start(file("a.mp3"))
    with opened_with(settings, path, "another-0123456789") as other:
        told = []
        other.database.trouble = told.append
        other.resume(new_key=True)
        assert told == []


def test_a_new_key_that_does_not_see_the_batchs_jobs_is_not_taken(
    start, file, settings, service, through, path
):
    batch = start(*(file(f"{number}.mp3") for number in range(3)), max_hours=2)
    batch.work(**through)
    before = batch.row(), batch.status()
    elsewhere = {"transport": httpx.MockTransport(type(service)())}
    unseen = pytest.raises(ConfigurationError, match="does not see the jobs")
    with opened_with(settings, path, "another-0123456789") as other, unseen:
        other.resume(new_key=True, client_options=elsewhere)
    refused = {"transport": httpx.MockTransport(lambda _request: httpx.Response(401, json={"error": "No."}))}
    with opened_with(settings, path, "another-0123456789") as other, pytest.raises(AuthenticationError):
        other.resume(new_key=True, client_options=refused)
    assert (batch.row(), batch.status()) == before


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_a_key_that_takes_the_place_of_a_wrong_one_changes_nothing_else(
    start, file, settings, service, through, path, state
):
    batch = start(file("a.mp3"), file("b.mp3"), max_hours=0.0)
    if state == "cancelled":
        batch.cancel()
    else:
        batch.work(**through)
    before = batch.row()
    with opened_with(settings, path, "another-0123456789") as other:
        assert other.work(**through) == {state: 2}
        after = other.row()
    assert after.pop("account") != before.pop("account")
    assert after == before
    assert service.created == 0
