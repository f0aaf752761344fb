from assemblyai_mcp.apps.kept import KEPT_SECONDS, MOST_KEPT, KeptTranscripts


def test_a_transcript_is_kept_for_its_account_alone_and_for_a_minute():
    now = [0.0]
    kept = KeptTranscripts(lambda: now[0])
    kept.put("ada", {"id": "t1"})
    assert kept.get("ada", "t1") == {"id": "t1"}
    assert kept.get("grace", "t1") is None
    assert kept.get("ada", "t2") is None
    now[0] = KEPT_SECONDS
    assert kept.get("ada", "t1") is None


def test_the_oldest_goes_when_there_are_many():
    kept = KeptTranscripts(lambda: 0.0)
    names = [f"t{number}" for number in range(MOST_KEPT + 1)]
    for name in names:
        kept.put("ada", {"id": name})
    assert [name for name in names if kept.get("ada", name)] == names[1:]


def test_an_account_that_deletes_something_is_forgotten_and_no_other():
    kept = KeptTranscripts(lambda: 0.0)
    kept.put("ada", {"id": "t1"})
    kept.put("grace", {"id": "t1"})
    kept.forget("ada")
    assert (kept.get("ada", "t1"), kept.get("grace", "t1")) == (None, {"id": "t1"})
