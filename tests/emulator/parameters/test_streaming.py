import pytest

from assemblyai_emulator.errors import ApiError, InvalidQueryError
from assemblyai_emulator.parameters import streaming


def errors(**query) -> list[dict]:
    with pytest.raises(InvalidQueryError) as refused:
        streaming.token_query(query, "key")
    return refused.value.detail


def test_a_query_is_parsed():
    given = {"expires_in_seconds": "600", "max_session_duration_seconds": "60", "another": "x"}
    found = streaming.token_query(given, "key")
    assert (found.expires_in_seconds, found.max_session_duration_seconds) == (600, 60)
    assert streaming.token_query({"expires_in_seconds": "1"}, "key").max_session_duration_seconds == 10_800


def test_a_value_below_the_minimum_is_reported_as_recorded():
    assert errors(expires_in_seconds="0") == [
        {
            "type": "greater_than_equal",
            "loc": ["query", "expires_in_seconds"],
            "msg": "Input should be greater than or equal to 1",
            "input": "0",
            "ctx": {"ge": 1},
        }
    ]


def test_all_errors_are_reported_at_once():
    found = errors(expires_in_seconds="601", max_session_duration_seconds="soon")
    assert [(one["type"], one["loc"][1]) for one in found] == [
        ("less_than_equal", "expires_in_seconds"),
        ("int_parsing", "max_session_duration_seconds"),
    ]


def test_a_missing_value_has_no_input():
    with pytest.raises(InvalidQueryError) as refused:
        streaming.token_query({}, None)
    assert refused.value.detail == [
        {
            "type": "missing",
            "loc": ["query", "expires_in_seconds"],
            "msg": "Field required",
            "input": None,
        },
        {"type": "missing", "loc": ["header", "authorization"], "msg": "Field required", "input": None},
    ]


@pytest.mark.parametrize("seconds", [None, 59, "60", 60.0, True, 10**18, 315_360_001])
def test_a_realtime_token_lives_from_a_minute_to_ten_years(seconds):
    with pytest.raises(ApiError, match="whole number of seconds from 60 to 315360000"):
        streaming.expires_in({"expires_in": seconds})


def test_a_realtime_token_may_live_for_ten_years():
    assert streaming.expires_in({"expires_in": 315_360_000}) == 315_360_000
