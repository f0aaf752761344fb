import gc

import pytest

from assemblyai_mcp.apps.kept import KEPT_SECONDS, MOST_OF_ACCOUNT, MOST_WORDS, KeptTranscripts


def a_transcript(name, words=10):
    return {"id": name, "words": {"total": words}}


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def kept(now):
    return KeptTranscripts(lambda: now[0])


@pytest.fixture
def keep(kept):
    def read(account, name, words=10):
        kept.put(kept.reading(account), a_transcript(name, words))

    return read


def test_a_transcript_is_kept_for_its_account_alone_and_for_a_minute(kept, keep, now):
    keep("ada", "t1")
    assert kept.get("ada", "t1") == a_transcript("t1")
    assert kept.get("grace", "t1") is None
    assert kept.get("ada", "t2") is None
    now[0] = KEPT_SECONDS
    assert kept.get("ada", "t1") is None


def test_of_an_account_that_has_many_the_one_goes_that_was_not_used_for_longest(kept, keep):
    names = [f"t{number}" for number in range(MOST_OF_ACCOUNT)]
    keep("grace", "t0")
    for name in names:
        keep("ada", name)
    kept.get("ada", "t0")
    keep("ada", "new")
    assert [name for name in (*names, "new") if kept.get("ada", name)] == ["t0", *names[2:], "new"]
    assert kept.get("grace", "t0")


def test_pages_of_many_accounts_are_each_read_once(kept, keep):
    reads = 0
    for _ in range(14):
        for account in "abcdefgh":
            if kept.get(account, "t") is None:
                keep(account, "t")
                reads += 1
    assert reads == 8


def test_all_accounts_together_have_so_many_words_and_no_more(kept, keep):
    keep("ada", "t1", MOST_WORDS // 2)
    keep("grace", "t1", MOST_WORDS // 2)
    kept.get("ada", "t1")
    keep("joan", "t1")
    assert [name for name in ("ada", "grace", "joan") if kept.get(name, "t1")] == ["ada", "joan"]
    keep("mary", "t1", 2 * MOST_WORDS)
    assert [name for name in ("ada", "joan", "mary") if kept.get(name, "t1")] == ["mary"]


def test_an_account_that_changes_something_is_forgotten_and_no_other(kept, keep):
    keep("ada", "t1")
    keep("grace", "t1")
    kept.forget("ada")
    assert (kept.get("ada", "t1"), kept.get("grace", "t1")) == (None, a_transcript("t1"))


def test_what_was_asked_for_before_a_change_is_not_kept_after_it(kept):
    before = {name: kept.reading(name) for name in ("ada", "grace")}
    kept.forget("ada")
    kept.forget("joan")
    for reading in before.values():
        kept.put(reading, a_transcript("t1"))
    assert (kept.get("ada", "t1"), kept.get("grace", "t1")) == (None, a_transcript("t1"))
    kept.put(kept.reading("ada"), a_transcript("t1"))
    assert kept.get("ada", "t1")


def test_a_read_that_ended_is_not_remembered(kept):
    kept.reading("ada")
    gc.collect()
    assert len(kept._readings) == 0
