from datetime import date

from assemblyai_emulator.store import timestamps


def test_a_timestamp_is_written_in_utc_and_ends_in_z():
    assert timestamps.to_iso(1_700_000_000_000_005) == "2023-11-14T22:13:20.000005Z"


def test_whole_seconds_are_written_with_microseconds_too():
    assert timestamps.to_iso(0) == "1970-01-01T00:00:00.000000Z"


def test_a_day_ends_where_the_next_one_begins():
    first, second = timestamps.day_range(date(2024, 2, 28)), timestamps.day_range(date(2024, 2, 29))
    assert first[1] == second[0]
    assert timestamps.to_iso(second[0]) == "2024-02-29T00:00:00.000000Z"


def test_the_last_day_of_the_calendar_ends_too():
    first, end = timestamps.day_range(date.max)
    assert end - first == 24 * 60 * 60 * 1_000_000


def test_now_is_after_this_test_was_written():
    assert timestamps.to_iso(timestamps.now()) > "2026-11-22"
