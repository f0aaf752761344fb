from assemblyai_mcp.consent.questions import VALID_SECONDS
from assemblyai_mcp.consent.refusals import Refusals
from assemblyai_mcp.shares import Bounds

CALL = ("own", "account", "delete_transcript", {"transcript_id": "t1"})


def test_a_refusal_counts_for_its_account_and_its_call_for_ten_minutes():
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    refusals.note(*CALL)
    assert refusals.has(*CALL)
    assert not refusals.has("own", "other", *CALL[2:])
    assert not refusals.has(*CALL[:3], {"transcript_id": "t2"})
    now[0] = VALID_SECONDS + 1
    assert not refusals.has(*CALL)


def test_the_oldest_refusals_of_an_account_are_forgotten_beyond_a_bound():
    refusals = Refusals(bounds=Bounds(2))
    for transcript in ("a", "b", "a", "c"):
        refusals.note(*CALL[:3], {"transcript_id": transcript})
    assert [refusals.has(*CALL[:3], {"transcript_id": one}) for one in "abc"] == [True, False, True]


def test_who_is_refused_very_often_makes_nobody_elses_refusal_forgotten():
    refusals = Refusals(bounds=Bounds(4, 6))
    refusals.note(*CALL)
    for other in ("other", "another"):
        for number in range(9):
            refusals.note(other, other, CALL[2], {"transcript_id": number})
    assert refusals.has(*CALL)
