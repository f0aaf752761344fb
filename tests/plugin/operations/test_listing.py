import pytest

from assemblyai_tools import InvalidArgumentsError, UnexpectedReplyError, list_transcripts
from assemblyai_tools.flow import Request
from assemblyai_tools.operations.listing import ListedTranscript, TranscriptsView

ROWS = [
    {
        "id": "t3",
        "resource_url": "https://x.test/v2/transcript/t3",
        "status": "completed",
        "created": "2026-11-22T10:00:00.123456Z",
        "completed": "2026-11-22T10:01:00",
        "audio_url": "https://x.test/a\u202e.mp3",
        "error": "",
    },
    {
        "id": "t2",
        "status": "error",
        "created": "2026-11-21T10:00:00",
        "error": "Bad\naudio.",
        "audio_url": "u",
    },
    {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user", "error": None},
    {"id": "t0", "status": "queued", "created": None, "completed": None, "audio_url": None},
]
PAGES = {"limit": 4, "prev_url": "https://x.test/v2/transcript?before_id=t0", "next_url": "https://x.test/n"}


def test_a_page_is_newest_first_and_leads_to_its_neighbours(walk, reply):
    flow = list_transcripts(before_id="t4")
    steps, view = walk(flow, reply({"transcripts": ROWS, "page_details": PAGES}))
    assert steps == [Request("GET", "/v2/transcript", query={"limit": 10, "before_id": "t4"})]
    assert view == TranscriptsView(
        transcripts=[
            ListedTranscript(
                id="t3",
                status="completed",
                created="2026-11-22T10:00:00.123456Z",
                completed="2026-11-22T10:01:00",
                audio="https://x.test/a.mp3",
            ),
            ListedTranscript(
                id="t2", status="error", created="2026-11-21T10:00:00", audio="u", error="Bad audio."
            ),
            ListedTranscript(id="t1", status="deleted"),
            ListedTranscript(id="t0", status="queued"),
        ],
        older_before_id="t0",
        newer_after_id="t3",
    )
    assert view.render() == (
        "4 transcripts, newest first.\n"
        "t3 completed 2026-11-22 10:00:00 https://x.test/a.mp3\n"
        "t2 error 2026-11-21 10:00:00 Bad audio.\n"
        "t1 deleted\n"
        "t0 queued\n"
        "Older ones: list_transcripts with before_id=t0.\n"
        "Newer ones: list_transcripts with after_id=t3."
    )


@pytest.mark.parametrize(
    ("where", "newer"), [({}, None), ({"before_id": "t4"}, "t3"), ({"after_id": "s"}, "t3")]
)
def test_the_newest_page_leads_to_no_newer_one(walk, reply, where, newer):
    _, view = walk(list_transcripts(**where), reply({"transcripts": ROWS, "page_details": PAGES}))
    assert (view.older_before_id, view.newer_after_id) == ("t0", newer)


@pytest.mark.parametrize("details", [{}, {"page_details": PAGES}])
def test_a_page_that_is_too_long_ends_early_and_names_the_id_that_leads_to_the_rest(walk, reply, details):
    rows = [
        {"id": f"{n:036}", "status": "error", "created": "2026-11-22T10:00:00", "error": "x" * 400}
        for n in range(200, 0, -1)
    ]
    flow = list_transcripts(limit=200, after_id="s")
    _, view = walk(flow, reply({"transcripts": rows, **details}))
    shown = len(view.transcripts)
    assert (shown + view.left_out, view.older_before_id) == (200, rows[shown - 1]["id"])
    assert 19_000 < len(view.render()) <= 20_000
    assert (
        f"\n{view.left_out} more transcripts did not fit.\n"
        f"Older ones: list_transcripts with before_id={rows[shown - 1]['id']}."
    ) in view.render()


def test_filters_go_to_the_service_under_its_own_names(walk, reply):
    asked = {"limit": 200, "status": "error", "created_on": "2026-11-22", "before_id": "b"}
    steps, _ = walk(list_transcripts(**asked), reply({"transcripts": []}))
    assert steps == [Request("GET", "/v2/transcript", query=asked)]


@pytest.mark.parametrize(
    "details", [{}, {"page_details": None}, {"page_details": {"prev_url": None}}, {"page_details": PAGES}]
)
def test_an_empty_page_leads_nowhere(walk, reply, details):
    _, view = walk(list_transcripts(), reply({"transcripts": [], **details}))
    assert view.render() == "0 transcripts, newest first."


@pytest.mark.parametrize("details", [{}, {"page_details": {"prev_url": None, "next_url": None}}])
def test_the_only_page_has_no_neighbours(walk, reply, details):
    _, view = walk(list_transcripts(), reply({"transcripts": ROWS[2:3], **details}))
    assert view.render() == "1 transcript, newest first.\nt1 deleted"


def test_a_long_url_is_cut_and_marked_as_cut(walk, reply):
    rows = [{"id": "t1", "status": "queued", "audio_url": "u" * size} for size in (100, 101)]
    _, view = walk(list_transcripts(), reply({"transcripts": rows}))
    assert [row.audio for row in view.transcripts] == ["u" * 100, "u" * 100 + "... (cut)"]


@pytest.mark.parametrize("body", [{}, {"transcripts": None}, {"error": "no"}])
def test_a_reply_without_a_list_is_not_taken_for_an_empty_list(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(list_transcripts(), reply(body))


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"limit": 0}, "limit: give a number from 1 to 200"),
        ({"before_id": "a", "after_id": "b"}, "before_id and after_id exclude each other"),
        ({"limit": 201}, "limit: give a number from 1 to 200"),
        ({"status": "lost"}, "status: give 'queued', 'processing', 'completed' or 'error'"),
        ({"created_on": "22.11.2026"}, "created_on: give a date as YYYY-MM-DD"),
        (
            {"before_id": "a/b"},
            (
                "before_id: 'a/b' is not an id: ids hold only letters, digits, '-' and '_', at most 64 of them. "
                "Use the id exactly as a tool returned it"
            ),
        ),
    ],
)
def test_wrong_filters_are_explained(raw, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        list_transcripts.start(raw)
    assert caught.value.message == f"list_transcripts was not called: {problem}."


def test_signed_parts_of_urls_are_not_listed(walk, reply):
    signed = "https://me:pw@x.test/a.mp3?X-Amz-Signature=abc"
    rows = [
        {
            "id": "t2",
            "status": "error",
            "audio_url": signed,
            "error": f"Download error, unable to download {signed}.",
        },
        {"id": "t1", "status": "completed", "audio_url": signed},
    ]
    _, view = walk(list_transcripts(), reply({"transcripts": rows}))
    assert [row.audio for row in view.transcripts] == ["https://x.test/a.mp3"] * 2
    assert view.transcripts[0].error == "Download error, unable to download https://x.test/a.mp3."
    assert "abc" not in view.render()
