import pytest
from evals.checks.check import problems
from evals.checks.service import (
    asked_at_most,
    deleted,
    ordered,
    ordered_with,
    purged,
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


def test_only_orders_that_the_service_took_are_counted(end):
    state = end(exchanges=[REFUSED, LOST, ORDER])
    assert ordered(1)(state) == ""
    assert ordered(0)(state) == "1 transcripts were ordered, not 0"
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


def test_a_person_who_is_asked_too_often_is_noticed(end):
    assert asked_at_most(1)(end(asked=["Delete?"])) == ""
    assert asked_at_most(1)(end(asked=["Delete?", "Delete?"])) == "the person was asked 2 times"


def test_a_purge_needs_a_request_and_leaves_none(end):
    asked = Exchange("POST", "/lemur/v3/generate/summary", {}, 200, {}, {"request_id": "r1"})
    assert purged(end()) == "nothing was asked of a language model"
    assert purged(end(exchanges=[asked], kept_requests=["r1"])) == "the data of a request is still there"
    assert purged(end(exchanges=[asked])) == ""


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
    assert problems((ordered(0), purged, ordered(2)), end()) == [
        "nothing was asked of a language model",
        "0 transcripts were ordered, not 2",
    ]
