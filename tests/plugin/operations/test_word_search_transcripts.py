"""The search for words in several transcripts."""

import pytest
from tests.plugin.operations.spoken_words import transcript, words_of

from assemblyai_tools import AssemblyAIError, AuthenticationError, BadRequestError, search_words
from assemblyai_tools.errors import ConnectionFailedError
from assemblyai_tools.operations.word_search import Match, MatchesView, NotSearched

NOT_KNOWN = "Transcript lookup error, transcript id not found"


def unknown():
    return BadRequestError(NOT_KNOWN, status=400)


def plainly(*times):
    """The service's reply for the word budget."""
    found = {"text": "budget", "count": len(times), "timestamps": [[at, at + 100] for at in times]}
    return {"total_count": len(times), "matches": [found]}


def test_several_transcripts_are_searched_one_after_the_other_each_once(walk, reply):
    flow = search_words(transcript_ids=["t1", "t2", "t1", "t3"], words=["budget", "zebra"])
    steps, view = walk(flow, reply(plainly(1_000, 2_000)), reply(plainly()), reply(plainly(61_000)))
    assert [step.path for step in steps] == [f"/v2/transcript/t{n}/word-search" for n in (1, 2, 3)]
    assert view == MatchesView(
        transcript_ids=["t1", "t2", "t3"],
        total_count=3,
        matches=[
            Match(text="budget", transcript_id="t1", count=2, timestamps=[(1_000, 1_100), (2_000, 2_100)]),
            Match(text="budget", transcript_id="t3", count=1, timestamps=[(61_000, 61_100)]),
        ],
        not_found=["zebra"],
    )
    assert view.render() == (
        "3 matches; 3 transcripts searched.\n"
        "Transcript t1:\n"
        "budget: 2 times, at 00:01, 00:02\n"
        "Transcript t3:\n"
        "budget: 1 time, at 01:01\n"
        "Not found: zebra."
    )


def test_a_transcript_that_cannot_be_searched_is_named_and_the_others_are_searched(walk, reply):
    flow = search_words(transcript_ids=["t1", "t8", "t9", "t2", "t3"], words=["Mr. Smith"])
    _, view = walk(
        flow,
        reply(transcript(words_of("Mr. Smith."))),
        unknown(),
        unknown(),
        reply({"id": "t2", "status": "processing"}),
        reply({"id": "t3", "status": "completed", "audio_url": "http://deleted_by_user"}),
    )
    assert view.transcript_ids == ["t1"]
    assert view.not_searched[2] == NotSearched(
        transcript_id="t2", reason="Transcript t2 is processing; only completed ones can be read"
    )
    assert view.render() == (
        "1 match; 1 transcript searched.\n"
        "Transcript t1:\n"
        "Mr. Smith: 1 time, at 00:00\n"
        f"Not searched: t8, t9 ({NOT_KNOWN}).\n"
        "Not searched: t2 (Transcript t2 is processing; only completed ones can be read).\n"
        "Not searched: t3 (Transcript t3 is deleted; only completed ones can be read)."
    )


@pytest.mark.parametrize("word", ["budget", "Mr. Smith"])
def test_the_only_transcript_that_cannot_be_searched_is_an_error_with_its_id(walk, word):
    with pytest.raises(BadRequestError, match="transcript id not found") as caught:
        walk(search_words(transcript_ids=["t9"], words=[word]), unknown())
    assert caught.value.transcript_id == "t9"


def test_if_no_transcript_can_be_searched_the_error_says_so(walk, reply):
    with pytest.raises(AssemblyAIError) as caught:
        walk(
            search_words(transcript_ids=["t8", "t9"], words=["l'accord"]),
            reply({"id": "t8", "status": "queued"}),
            unknown(),
        )
    assert str(caught.value) == (
        "None of the 2 transcripts could be searched. Transcript t8 is queued; only completed ones can be read. "
        "Wait for it: call get_transcript with transcript_id=t8 and wait_seconds=45."
    )


def test_an_error_that_concerns_every_transcript_ends_the_search_and_keeps_what_was_found(walk, reply):
    lost = ConnectionFailedError("The connection was lost.")
    flow = search_words(transcript_ids=["t1", "t2", "t3"], words=["budget"])
    _, view = walk(flow, reply(plainly(0)), lost)
    assert view.render() == (
        "1 match; 1 transcript searched.\n"
        "Transcript t1:\n"
        "budget: 1 time, at 00:00\n"
        "Not searched: t2, t3 (The connection was lost)."
    )
    with pytest.raises(AuthenticationError) as caught:
        walk(
            search_words(transcript_ids=["t1", "t2"], words=["budget"]),
            AuthenticationError("Wrong key.", status=401),
        )
    assert caught.value.message == "Wrong key."


def test_the_times_shown_are_divided_among_the_matches_of_all_transcripts(walk, reply):
    flow = search_words(transcript_ids=["t1", "t2", "t3"], words=["budget"])
    replies = [reply(plainly(*range(0, 400_000, 1_000)))] * 3
    _, view = walk(flow, *replies)
    assert [(len(match.timestamps), match.left_out) for match in view.matches] == [(200, 200)] * 3
    assert view.total_count == 1_200


def test_a_result_about_many_transcripts_stays_within_its_budget_and_says_what_it_left_out(walk, reply):
    ids = [f"{n:064}" for n in range(100)]
    terms = [f"{n:02}{'x' * 78}" for n in range(100)]
    missing = [f"{n:02}{'z' * 78}" for n in range(100)]
    said = reply(transcript(words_of(" ".join(terms[:50] * 3))))
    _, view = walk(search_words(transcript_ids=ids, words=[*terms[:50], *missing[50:]]), *[said] * 100)
    assert 15_000 < len(view.render()) <= 20_000
    assert view.total_count == 100 * 150
    assert len(view.matches) + view.left_out_matches == 100 * 50
    assert all(match.timestamps for match in view.matches)
    assert (
        f"{view.left_out_matches:,} more terms found, not shown: search for fewer words, or in fewer transcripts."
        in view.render()
    )


def test_many_reasons_stay_within_the_budget(walk, reply):
    ids = [f"{n:064}" for n in range(100)]
    errors = [BadRequestError(f"{one} {'because ' * 100}", status=400) for one in ids[1:]]
    said = reply(transcript(words_of(f"{'y' * 79}1")))
    terms = [f"{'y' * 78}{n:02}" for n in range(99)]
    _, view = walk(search_words(transcript_ids=ids, words=[f"{'y' * 79}1", *terms]), said, *errors)
    assert len(view.render()) <= 20_000
    assert (len(view.matches), len(view.not_searched)) == (1, 99)
