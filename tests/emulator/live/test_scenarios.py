"""Sessions that are answered from a scenario: no word is decoded, and no process is started."""

import json

import pytest
from tests.emulator.live.planning import PLANNING

from assemblyai_emulator.config import Settings
from assemblyai_emulator.live.hearing import HEADER

WORDS = {
    "audio_url": "https://example.com/words.mp3",
    "transcript": {
        "words": [
            {"text": "One.", "start": 100, "end": 300},
            {"text": "Two.", "start": 4000, "end": 4300},
        ]
    },
}
BROKEN = {"audio_url": "https://example.com/broken.mp3", "transcript": {"error": "the line is dead"}}


@pytest.fixture(scope="module")
async def scripted(emulating, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    for name, content in (("planning", PLANNING), ("words", WORDS), ("broken", BROKEN)):
        (folder / f"{name}.json").write_text(json.dumps(content))
    settings = Settings(data_dir=tmp_path_factory.mktemp("scripted"), scenarios=folder)
    async with emulating(settings) as emulator:
        yield emulator
        assert emulator.process.pid is None


def said(messages):
    return [
        (message["turn_order"], message["end_of_turn"], message["transcript"])
        for message in messages
        if message["type"] == "Turn"
    ]


async def test_words_appear_as_the_audio_reaches_them(scripted):
    async with scripted.session() as client:
        messages = await client.hear(bytes(32 * 4000))
    assert said(messages) == [
        (0, False, "shall"),
        (0, False, "shall we"),
        (0, True, "Shall we start?"),
        (1, False, "yes"),
        (1, False, "yes we"),
        (1, False, "yes we are"),
        (1, True, "Yes. We are done."),
    ]
    assert [one["timestamp"] for one in messages if one["type"] == "SpeechStarted"] == [200, 2000]
    assert (messages[0]["type"], messages[-1]["audio_duration_seconds"]) == ("Begin", 4)


async def test_the_speakers_are_named_if_asked(scripted):
    async with scripted.session(speaker_labels="true") as client:
        messages = await client.hear(bytes(32 * 4000))
    ended = [one for one in messages if one.get("end_of_turn")]
    assert [one["speaker_label"] for one in ended] == ["A", "B"]
    assert {word["speaker"] for word in ended[1]["words"]} == {"B"}


async def test_an_audio_that_ends_early_ends_in_the_middle(scripted):
    async with scripted.session() as client:
        messages = await client.hear(bytes(32 * 900))
    assert said(messages)[-1] == (0, True, "Shall we")


async def test_force_endpoint_splits_a_turn(scripted):
    async with scripted.session(include_partial_turns="false") as client:
        await client.say("ForceEndpoint")
        await client.send(bytes(32 * 600))
        await client.say("ForceEndpoint")
        messages = await client.hear(bytes(32 * 1400))
    assert said(messages) == [(0, True, "Shall"), (1, True, "we start?")]


async def test_an_update_changes_how_a_turn_is_sent(scripted):
    async with scripted.session(speech_model="universal-streaming-english") as client:
        await client.say("UpdateConfiguration", format_turns=True, end_of_turn_confidence_threshold=1)
        messages = await client.hear(bytes(32 * 2500))
    ended = [(one["transcript"], one["end_of_turn_confidence"]) for one in messages if one.get("end_of_turn")]
    assert ended == [("shall we start", 1.0), ("Shall we start?", 1.0), ("yes we", 0.0), ("Yes. We", 0.0)]


async def test_a_header_names_another_scenario(scripted):
    async with scripted.session(headers={HEADER: "words.json"}, include_partial_turns="false") as client:
        assert said(await client.hear(bytes(32 * 5000))) == [(0, True, "One."), (1, True, "Two.")]


async def test_a_scenario_that_is_not_there_is_an_error(scripted):
    async with scripted.session(headers={HEADER: "none.json"}) as client:
        (error,) = await client.ended()
    assert (error["error_code"], "there is no scenario none.json" in error["error"]) == (3006, True)


async def test_a_scenario_with_an_error_ends_the_session(scripted):
    async with scripted.session(headers={HEADER: "broken.json"}) as client:
        await client.send(bytes(3200))
        messages = await client.ended()
    assert messages[-1]["error"] == "Session Cancelled: the line is dead"
    assert client.end[0] == 3005
