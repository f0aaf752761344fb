"""Of one public URL that is transcribed with several options, each recording gets its own transcript."""

import asyncio
from itertools import permutations

import pytest
from tests.plugin.batch.engine.recordings import put, states

from assemblyai_tools.batch import records
from assemblyai_tools.batch.sources.source import Source

URL = "https://example.com/2.mp3"

OPTIONS = [
    None,
    {"language_code": "de"},
    {"language_code": "auto"},
    {"speech_models": ["universal-2"]},
    {"speakers_expected": 2, "speaker_labels": True},
    {"keyterms_prompt": ["Zagreb"]},
]

ECHOES = [
    {"language_code": "en_us", "speech_models": ["new-default"], "keyterms_prompt": []},
    {"language_code": "de", "language_detection": False},
    {"language_code": "fr", "language_detection": True},
    {"language_code": "en_us", "speech_models": ["universal-2"]},
    {"language_code": "en_us", "speakers_expected": 2, "speaker_labels": True},
    {"language_code": "en_us", "keyterms_prompt": ["Zagreb"]},
]


def in_doubt(start, *options, **more):
    """A batch of one URL with these options, all of whose jobs may exist."""
    sources = [Source(URL, is_file=False, name=str(n), options=one) for n, one in enumerate(options)]
    batch = start(*sources, **more)
    for number in range(1, len(options) + 1):
        put(batch, number, state="creating", owner="dead", upload_url=URL, sent=1e9)
    return batch


def exists(service, name, echo):
    service.jobs[name] = {"id": name, "audio_url": URL, **service.outcome, **echo}


@pytest.mark.parametrize("pair", list(permutations(range(len(OPTIONS)), 2)), ids=str)
async def test_of_two_in_doubt_only_the_one_whose_job_exists_takes_it(start, work, service, pair):
    other, own = pair
    batch = in_doubt(start, OPTIONS[other], OPTIONS[own])
    exists(service, "own", ECHOES[own])
    await work(batch)
    assert states(batch) == [("done", None)] * 2
    first, second = batch.rows()
    assert (second.transcript_id, first.transcript_id) == ("own", "t2")
    assert service.created == 1


async def test_all_that_are_in_doubt_find_their_own(start, work, service):
    batch = in_doubt(start, *OPTIONS)
    for number, echo in enumerate(ECHOES):
        exists(service, f"own{number}", echo)
    await work(batch)
    assert [row.transcript_id for row in batch.rows()] == [f"own{n}" for n in range(len(OPTIONS))]
    assert service.created == 0


async def test_a_job_of_another_batch_is_not_taken(start, work, service):
    start(Source(URL, is_file=False, name="a"), name="german", options={"language_code": "de"})
    batch = in_doubt(start, None)
    exists(service, "german", ECHOES[1])
    await work(batch)
    assert batch.rows()[0].transcript_id == "t2"


async def test_two_that_are_alike_never_get_one_job(start, worker_of, service, monkeypatch):
    """Both see it in the list before either has taken it."""
    batch = in_doubt(start, None, {"disfluencies": False})
    exists(service, "one", {})
    known, both = records.is_known, []

    def slow(connection, transcript_id):
        both.append(transcript_id)
        return known(connection, transcript_id) if len(both) > 2 else False

    monkeypatch.setattr(records, "is_known", slow)
    made = await worker_of(batch)
    await asyncio.gather(*(made.worker.run_chunk(batch.name, 1, 100) for _ in range(2)))
    await made.client.aclose()
    assert states(batch) == [("done", None)] * 2
    assert sorted(row.transcript_id for row in batch.rows()) == ["one", "t2"]
