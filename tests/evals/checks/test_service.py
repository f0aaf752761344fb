import pytest
from evals.checks.check import problems
from evals.checks.service import (
    deleted,
    never_requested,
    ordered,
    ordered_with,
    purged,
    requested,
    text_lacks,
    token_for,
    uploaded,
)
from evals.recordings import PLANNING, RETRO
from evals.world.wire import Exchange

ORDER = Exchange("POST", "/v2/transcript", {}, 200, {"language_code": "es"}, {"id": "t3"})
REFUSED = Exchange("POST", "/v2/transcript", {}, 503)
LOST = Exchange("POST", "/v2/transcript", {})
EARLIER = {PLANNING.where: "t1", RETRO.where: "t2"}


def test_the_new_transcripts_are_counted_whatever_became_of_the_replies(end):
    state = end(
        exchanges=[REFUSED, LOST, ORDER],
        earlier=EARLIER,
        transcripts={"t1": {}, "t2": {}, "t3": {}, "t4": {}},
    )
    assert ordered(2)(state) == ""
    assert ordered(1)(state) == "2 transcripts were ordered, not 1"


def test_only_orders_that_the_service_took_have_parameters(end):
    state = end(exchanges=[REFUSED, LOST, ORDER])
    assert ordered_with("Spanish", lambda body: body.get("language_code") == "es")(state) == ""
    assert (
        ordered_with("French", lambda body: body.get("language_code") == "fr")(state)
        == "no order asked for French"
    )


def test_uploads_are_counted(end):
    state = end(exchanges=[Exchange("POST", "/v2/upload", {}, 200)] * 2)
    assert uploaded(2)(state) == ""
    assert uploaded(1)(state) == "2 files were uploaded, not 1"


@pytest.mark.parametrize(
    ("gone", "problem"),
    [
        (["t1"], ""),
        ([], f"{PLANNING.where} was not deleted"),
        (["t1", "t2"], f"{RETRO.where} was deleted"),
        (["t1", "t9"], "t9 was deleted"),
        (["t2"], f"{RETRO.where} was deleted and {PLANNING.where} was not deleted"),
    ],
)
def test_what_was_deleted_is_exactly_what_was_to_be(end, gone, problem):
    texts = {id_: "Deleted by user." if id_ in gone else "We have to decide." for id_ in ("t1", "t2", *gone)}
    state = end(earlier=EARLIER, transcripts={id_: {"text": text} for id_, text in texts.items()})
    assert deleted(PLANNING)(state) == problem


def test_a_request_counts_even_if_it_was_refused(end):
    tried = end(exchanges=[Exchange("DELETE", "/v2/transcript/t9", {}, 404)])
    assert requested("DELETE", "/v2/transcript/*")(tried) == ""
    assert requested("GET", "/v2/transcript/*")(tried) == "there was no GET /v2/transcript/*"
    assert never_requested("DELETE", "/v2/transcript/*")(tried) == "there was a DELETE /v2/transcript/*"
    assert never_requested("GET", "/v2/transcript/*")(tried) == ""


@pytest.mark.parametrize(
    ("exchanges", "kept", "problem"),
    [
        ([], (), "no language model answered about https://media.example.com/planning.mp3"),
        ([(500, ["t1"])], (), "no language model answered about https://media.example.com/planning.mp3"),
        ([(200, ["t2"])], (), "no language model answered about https://media.example.com/planning.mp3"),
        ([(200, None)], (), "no language model answered about https://media.example.com/planning.mp3"),
        ([(200, ["t1"])], ["r1"], "the data of a request is still there"),
        ([(200, ["t1"])], (), ""),
    ],
)
def test_a_purge_needs_an_answer_about_the_transcript_and_leaves_none(end, exchanges, kept, problem):
    asked = [
        Exchange("POST", "/lemur/v3/generate/summary", {}, status, {"transcript_ids": ids})
        for status, ids in exchanges
    ]
    assert purged(PLANNING)(end(earlier=EARLIER, exchanges=asked, kept_requests=kept)) == problem


def test_a_purge_may_be_of_a_request_that_brought_the_whole_text(end):
    asked = Exchange("POST", "/lemur/v3/generate/task", {}, 200, {"input_text": PLANNING.text})
    assert purged(PLANNING)(end(earlier=EARLIER, exchanges=[asked])) == ""


def test_only_new_transcripts_must_lack_a_word(end):
    state = end(
        earlier=EARLIER, transcripts={"t1": {"text": "Miller"}, "t3": {"text": "My name is ####, 0142."}}
    )
    assert text_lacks("Miller")(state) == ""
    assert text_lacks("Miller", "0142")(state) == "a transcript has 0142"


@pytest.mark.parametrize(
    ("query", "answer", "problem"),
    [
        ({"expires_in_seconds": "90", "max_session_duration_seconds": "600"}, "It is abc.", ""),
        ({"expires_in_seconds": "90"}, "It is abc.", "no token was made for these times"),
        (
            {"expires_in_seconds": "90", "max_session_duration_seconds": "600"},
            "It is there.",
            "the answer does not have the token",
        ),
    ],
)
def test_a_token_is_for_the_times_and_is_shown(end, query, answer, problem):
    made = Exchange("GET", "/v3/token", query, 200, {}, {"token": "abc"})
    assert token_for(90, 600)(end(exchanges=[made], answers=[answer])) == problem


def test_all_problems_are_told(end):
    assert problems((ordered(0), uploaded(-1), ordered(2)), end()) == [
        "0 files were uploaded, not -1",
        "0 transcripts were ordered, not 2",
    ]
