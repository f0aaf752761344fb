from datetime import date

import pytest

from assemblyai_emulator.errors import UnknownTranscriptError
from assemblyai_emulator.store import job_queue
from assemblyai_emulator.store.pages import PageItem, PageQuery, get_page

DAY = 24 * 60 * 60 * 1_000_000


@pytest.fixture
def ids(connection):
    def asking(**query):
        items, has_older = get_page(connection, "me", PageQuery(**query))
        return [item.id for item in items], has_older

    return asking


def test_the_newest_come_first(put, ids):
    for name in "abc":
        put(name)
    assert ids() == (["c", "b", "a"], False)
    assert ids(limit=2) == (["c", "b"], True)


def test_pages_lead_to_older_transcripts_and_back_to_newer_ones(put, ids):
    for name in "abcde":
        put(name)
    assert ids(limit=2, before_id="d") == (["c", "b"], True)
    assert ids(limit=2, before_id="b") == (["a"], False)
    assert ids(limit=2, after_id="a") == (["c", "b"], True)
    assert ids(limit=2, after_id="e") == ([], True)
    assert ids(before_id="e", after_id="b") == (["d", "c"], False)


def test_transcripts_created_in_the_same_microsecond_are_all_listed(put, ids):
    for name in "abcd":
        put(name, created=7)
    assert ids(limit=2) == (["d", "c"], True)
    assert ids(limit=2, before_id="c") == (["b", "a"], False)


def test_filters_narrow_the_page(connection, put, ids):
    put("old", created=3 * DAY)
    put("new", created=4 * DAY)
    job_queue.fail(connection, "old", "no")
    assert ids(status="error") == (["old"], False)
    assert ids(created_on=date(1970, 1, 5)) == (["new"], False)
    assert ids(created_on=date(1970, 1, 4), status="queued") == ([], False)


def test_transcripts_of_other_accounts_are_not_listed(put, ids):
    put("a", account="other")
    assert ids() == ([], False)
    with pytest.raises(UnknownTranscriptError):
        ids(before_id="a")


def test_an_item_is_read_without_its_result(connection, put):
    put("a", created=5)
    assert get_page(connection, "me", PageQuery())[0] == [
        PageItem("a", "queued", 5, None, "http://x/a.mp3", None)
    ]
