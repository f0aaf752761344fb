"""What the hearing process does, tested in this process: one stream's faults do not touch another."""

import threading

import pytest

from assemblyai_emulator.hearing.recognizer import Heard
from assemblyai_emulator.hearing.sphinx.recognizer import PocketsphinxRecognizer
from assemblyai_emulator.live.settings import StreamSettings, TurnRules
from assemblyai_emulator.live.streams import FINISHED, Streams


class Replies(list):
    """What a worker replies."""

    def of(self, number: int) -> list[dict]:
        return [one["message"] for one in self if one["id"] == number and "message" in one]

    def failed(self) -> set[int]:
        return {one["id"] for one in self if "failed" in one}


@pytest.fixture
def heard_by():
    """Has a recognizer hear streams. Returns the replies when all have finished."""
    replies = Replies()

    def hearing(load, *audio: bytes, settings: StreamSettings | None = None, at_once: int = 1) -> Replies:
        streams = Streams(load, replies.append, at_once)
        for number, pcm in enumerate(audio):
            streams.run(
                {"id": number, "do": "open", "settings": (settings or StreamSettings()).to_json()}, b""
            )
            streams.run({"id": number, "do": "audio"}, pcm)
            streams.run({"id": number, "do": "finish"}, b"")
        streams.close()
        return replies

    return hearing


class Silent:
    model = "silent"

    def recognize(self, blocks, listening, progress_ms):
        return Heard([[]], written=True)


class Together:
    """A recognizer that answers only when two turns are asked for at the same time."""

    model = "together"

    def __init__(self) -> None:
        self._asked, self._both = threading.Semaphore(1), threading.Event()

    def recognize(self, blocks, listening, progress_ms):
        if not self._asked.acquire(blocking=False):
            self._both.set()
        assert self._both.wait(20)
        return Heard([[]], written=True)


def kinds(messages):
    return [message["type"] for message in messages]


def test_without_whisper_pocketsphinx_alone_hears(heard_by, speech):
    replies = heard_by(lambda: PocketsphinxRecognizer("tested"), speech)
    final = replies.of(0)[-2]
    assert final["transcript"] == "The weather was cold this morning we will meet again on Friday."
    assert kinds(replies.of(0))[-1] == FINISHED


def test_turns_of_two_streams_that_end_together_are_heard_at_the_same_time(heard_by, speech):
    replies = heard_by(Together, speech, speech, at_once=2)
    assert replies.failed() == set()
    assert [kinds(replies.of(number))[-1] for number in range(2)] == [FINISHED, FINISHED]


def test_a_turn_without_words_is_sent_only_if_a_part_of_it_was(heard_by, speech):
    shown = heard_by(Silent, speech).of(0)
    assert [message["transcript"] for message in shown if message.get("end_of_turn")] == [""]
    unshown = heard_by(Silent, speech, settings=StreamSettings(partials=False)).of(0)
    assert kinds(unshown[len(shown) :]) == ["SpeechStarted", FINISHED]


def test_a_recognizer_that_fails_ends_its_streams(heard_by, speech, capsys):
    def missing():
        raise OSError("no weights")

    replies = heard_by(missing, speech)
    assert replies.failed() == {0}
    assert "no weights" in capsys.readouterr().err


def test_a_command_that_fails_ends_its_stream_only(heard_by, capsys):
    replies = heard_by(Silent, b"x", bytes(3200))
    assert (replies.failed(), kinds(replies.of(1))) == ({0}, [FINISHED])
    assert "Traceback" in capsys.readouterr().err


def test_commands_for_a_stream_that_is_gone_do_nothing(heard_by):
    replies: list = []
    streams = Streams(Silent, replies.append)
    for do in ("audio", "force", "finish", "update", "drop"):
        streams.run({"id": 7, "do": do}, b"")
    streams.close()
    assert replies == []


def test_a_turn_without_an_end_is_cut_before_it_is_too_long(heard_by, speech):
    """Whisper hears 30 seconds at once. The rest is another turn, from the cut on."""
    endless = StreamSettings(turns=TurnRules(1.0, 60_000, 60_000), partials=False)
    messages = heard_by(Silent, speech * 8, settings=endless).of(0)
    first, second = [message["timestamp"] for message in messages if message["type"] == "SpeechStarted"]
    assert first == 0
    assert 22_900 < second < 28_100


def test_settings_survive_the_way_to_the_process():
    settings = StreamSettings(encoding="pcm_mulaw", turns=TurnRules(0.1, 2, 3), silences=True)
    assert StreamSettings.from_json(settings.to_json()) == settings
