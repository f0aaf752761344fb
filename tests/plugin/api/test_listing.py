import pytest

from assemblyai_tools.api.listing import (
    PAGE_SIZE,
    PageDetails,
    TranscriptList,
    TranscriptListItem,
    read_page,
    read_pages,
)
from assemblyai_tools.errors import ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Request


def page(name, size=PAGE_SIZE):
    """A page of the list, its rows named after it."""
    return {"transcripts": [{"id": f"{name}-{row}", "status": "queued"} for row in range(size)]}


def request(**query):
    return Request("GET", "/v2/transcript", query={"limit": 200, **query}, timeout=5.0, retry_for=7.0)


@pytest.fixture
def pages():
    """The pages that `wants_more` was given, each by its first row and its length."""
    return []


@pytest.fixture
def read(pages):
    """Begin to read pages; `wants_more` returns the answers one after the other, then True."""

    def begin(*answers, most_pages=3):
        left = list(answers)

        def wants_more(rows):
            pages.append((rows[0].id if rows else None, len(rows)))
            return left.pop(0) if left else True

        return read_pages(wants_more, most_pages=most_pages, timeout=5.0, retry_for=7.0)

    return begin


def test_a_page_is_one_request_with_the_given_query(walk, reply):
    row = {"id": "t1", "status": "error", "created": "2026-11-22T10:00:00", "error": "Bad audio.", "new": 1}
    body = {"transcripts": [row], "page_details": {"prev_url": "https://x.test/p", "next_url": None}}
    steps, found = walk(read_page({"limit": 10, "status": "error"}), reply(body))
    assert steps == [
        Request("GET", "/v2/transcript", query={"limit": 10, "status": "error"}, timeout=30.0, retry_for=60.0)
    ]
    assert found == TranscriptList(
        transcripts=[
            TranscriptListItem(id="t1", status="error", created="2026-11-22T10:00:00", error="Bad audio.")
        ],
        page_details=PageDetails(prev_url="https://x.test/p"),
    )


def test_a_page_may_have_times_of_its_own(walk, reply):
    steps, _ = walk(read_page({"limit": 200}, timeout=5.0, retry_for=7.0), reply(page("a", 1)))
    assert steps == [request()]


@pytest.mark.parametrize(
    "body",
    ["<html>", [], {}, {"transcripts": None}, {"transcripts": [{"id": "t1"}]}, {"transcripts": [None]}],
)
def test_a_reply_that_is_no_page_is_unexpected(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(read_page({}), reply(body))


def test_reading_ends_with_the_page_that_was_enough(walk, reply, read, pages):
    steps, enough = walk(read(False), reply(page("a")))
    assert (steps, enough) == ([request()], True)
    assert pages == [("a-0", 200)]


def test_each_further_page_begins_before_the_last_row_of_the_one_before(walk, reply, read, pages):
    steps, enough = walk(read(True, True, False), reply(page("a")), reply(page("b")), reply(page("c")))
    assert steps == [request(), request(before_id="a-199"), request(before_id="b-199")]
    assert enough is True
    assert pages == [("a-0", 200), ("b-0", 200), ("c-0", 200)]


@pytest.mark.parametrize("size", [0, 1, 199])
def test_a_short_page_is_the_last_even_if_more_is_wanted(walk, reply, read, pages, size):
    steps, enough = walk(read(), reply(page("a")), reply(page("b", size)))
    assert (steps, enough) == ([request(), request(before_id="a-199")], True)
    assert pages[1:] == [("b-0" if size else None, size)]


def test_an_empty_list_is_enough(walk, reply, read):
    assert walk(read(), reply(page("a", 0))) == ([request()], True)


@pytest.mark.parametrize("most_pages", [1, 2, 3])
def test_no_more_than_the_given_number_of_pages_is_read_and_that_is_not_enough(walk, reply, read, most_pages):
    flow = read(most_pages=most_pages)
    steps, enough = walk(flow, *[reply(page("a"))] * most_pages)
    assert (len(steps), enough) == (most_pages, False)


def test_the_last_of_the_given_number_of_pages_may_be_enough(walk, reply, read):
    for last, answers in ((page("b"), [True, False]), (page("b", 199), [True, True])):
        _, enough = walk(read(*answers, most_pages=2), reply(page("a")), reply(last))
        assert enough is True


@pytest.mark.parametrize("failure", [ServerError("Busy.", status=503), "<html>"])
def test_a_page_that_cannot_be_read_raises_after_the_pages_before_it_were_passed_on(
    walk, reply, read, pages, failure
):
    answer = failure if isinstance(failure, Exception) else reply(failure)
    with pytest.raises((ServerError, UnexpectedReplyError)):
        walk(read(), reply(page("a")), answer)
    assert pages == [("a-0", 200)]
