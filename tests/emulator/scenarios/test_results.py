import pytest
from pydantic import ValidationError

from assemblyai_emulator.scenarios import results


def test_a_result_may_have_unknown_keys():
    chapter = results.Chapter(gist="g", headline="h", summary="s", start=0, end=1, mood="good")
    assert chapter.model_dump()["mood"] == "good"


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        (results.Chapter, {"gist": "g", "summary": "s", "start": 0, "end": 1}),
        (results.Entity, {"text": "Lisbon", "start": 0, "end": 1}),
        (results.Sentiment, {"text": "a", "sentiment": "POSITIVE", "confidence": 7, "start": 0, "end": 1}),
        (results.Highlights, {"status": "success"}),
        (results.Topics, {"status": "success", "results": [{"labels": []}], "summary": {}}),
        (results.ContentSafety, {"status": "success"}),
        (results.Understanding, {"request": {}}),
    ],
)
def test_a_result_must_have_the_keys_that_a_client_needs(shape, given):
    with pytest.raises(ValidationError):
        shape.model_validate(given)


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        (results.Chapter, {"headline": "h", "summary": "s", "start": None, "end": 1.5}),
        (
            results.Sentiment,
            {"text": "a", "sentiment": "POSITIVE", "confidence": None, "start": None, "end": 1},
        ),
        (
            results.Highlights,
            {"status": "success", "results": [{"text": "a", "count": 1, "timestamps": None}]},
        ),
        (results.Topics, {"status": "success", "results": [{"text": "a"}], "summary": None}),
        (results.ContentSafety, {"status": "success", "results": [], "summary": {"a": None}}),
    ],
)
def test_what_the_api_leaves_out_may_be_missing(shape, given):
    assert shape.model_validate(given).model_dump(exclude_unset=True) == given
