"""Pauses between the tries of a job whose files cannot be written."""

from itertools import accumulate

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.jobs.storage_waits import StorageWaits

FULL, BROKEN = StorageError(507, "Full."), StorageError(503, "Read-only.")


def pauses(waits: StorageWaits, error: StorageError) -> list[float]:
    found = []
    while len(found) < 100 and (pause := waits.next_pause("one", error)) is not None:
        found.append(pause)
    return found


def test_pauses_double_up_to_five_minutes_and_end_after_about_an_hour():
    found = pauses(StorageWaits(), FULL)
    assert found[:7] == [10, 20, 40, 80, 160, 300, 300]
    *_, before, whole = accumulate(found)
    assert before < 3600 <= whole < 4000


def test_a_disk_that_fails_is_tried_without_end():
    assert pauses(StorageWaits(), BROKEN)[-1] == 300


def test_a_job_that_ended_is_forgotten_and_others_are_not_affected():
    waits = StorageWaits()
    pauses(waits, FULL)
    assert waits.next_pause("another", FULL) == 10
    waits.forget("one")
    waits.forget("one")
    assert waits.next_pause("one", FULL) == 10
