import pytest
from evals.checks.reading import was_read
from evals.recordings import PLANNING, RETRO
from evals.world.wire import Exchange

EARLIER = {PLANNING.where: "t1", RETRO.where: "t2"}
ASKED = "/lemur/v3/generate/question-answer"


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange("GET", "/v2/transcript/t1", {}, 200),
        Exchange("GET", "/v2/transcript/t1/sentences", {}, 200),
        Exchange("POST", ASKED, {}, 200, {"transcript_ids": ["t2", "t1"]}),
    ],
)
def test_a_transcript_is_read_by_the_model_or_for_it(end, exchange):
    assert was_read(PLANNING)(end(earlier=EARLIER, exchanges=[exchange])) == ""


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange("GET", "/v2/transcript", {}, 200),
        Exchange("GET", "/v2/transcript/t2", {}, 200),
        Exchange("GET", "/v2/transcript/t1", {}, 503),
        Exchange("DELETE", "/v2/transcript/t1", {}, 200),
        Exchange("POST", ASKED, {}, 200, {"transcript_ids": ["t2"]}),
        Exchange("POST", ASKED, {}, 200, {"input_text": "What does it cost?"}),
    ],
)
def test_a_transcript_that_nobody_read_is_found(end, exchange):
    found = was_read(PLANNING)(end(earlier=EARLIER, exchanges=[exchange]))
    assert found == f"the transcript of {PLANNING.where} was not read"
