from assemblyai_mcp.consent.questions import VALID_SECONDS
from assemblyai_mcp.consent.refusals import Refusals

CALL = ("account", "delete_transcript", {"transcript_id": "t1"})


def test_a_refusal_counts_for_its_account_and_its_call_for_ten_minutes():
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    refusals.note(*CALL)
    assert refusals.has(*CALL)
    assert not refusals.has("other", *CALL[1:])
    assert not refusals.has(*CALL[:2], {"transcript_id": "t2"})
    now[0] = VALID_SECONDS + 1
    assert not refusals.has(*CALL)


def test_the_oldest_refusals_are_forgotten_beyond_a_bound():
    refusals = Refusals(most=2)
    for account in ("a", "b", "a", "c"):
        refusals.note(account, *CALL[1:])
    assert [refusals.has(account, *CALL[1:]) for account in "abc"] == [True, False, True]
