"""What is sent again to a new session, what was never heard, and when no new session is needed."""

import pytest
from tests.plugin.streaming.conftest import TERMINATION, begin, speech, turn, word
from tests.plugin.streaming.protocol_steps import begun, kinds, protocol, sent, tell


def fed(one, seconds):
    """Add audio second by second, and send it."""
    for _ in range(seconds):
        one.add_audio(speech(1000))
        sent(one)


def gaps(told):
    return [(event.start_ms, event.end_ms) for event in told if event.type == "Gap"]


def again(one):
    """Milliseconds of audio that a new session is sent."""
    tell(one, begin())
    return sum(len(message) for message in sent(one) if isinstance(message, bytes)) // 32


def starts_at(one):
    """Where in the audio the new session starts: what was added is more than what is sent again."""
    return one.end_ms - again(one)


@pytest.mark.parametrize("frames", [5, 11, 19])
@pytest.mark.parametrize(
    "heard",
    [
        [],
        [{"type": "SpeechStarted", "timestamp": 100}],
        [turn(0, word("a", 0, 900), word("b", 4000, 5000), end=False)],
    ],
    ids=["nothing", "speech", "words"],
)
def test_audio_that_comes_faster_than_it_is_sent_is_not_lost(frames, heard):
    """90 seconds wait, and a part of them was sent. No turn has acknowledged any."""
    one = begun()
    one.add_audio(speech(90_000))
    for _ in range(frames):
        one.next_message()
    tell(one, *heard)
    one.next_message()
    assert one.resume() == []
    assert starts_at(one) == 0


def test_audio_far_ahead_of_the_clock_is_kept_as_the_service_may_not_have_heard_it():
    one = begun()
    one.lead_ms = 30_000
    fed(one, 60)
    one.resume()
    assert starts_at(one) == 10_000


@pytest.mark.parametrize("lead_ms", [0, 1_000_000])
def test_what_is_kept_has_a_bound(lead_ms):
    one = begun()
    one.lead_ms = lead_ms
    fed(one, 200)
    one.resume()
    assert starts_at(one) == (110_000 if lead_ms else 180_000)


def test_speech_without_partial_turns_is_kept_from_its_start():
    one = begun(include_partial_turns=False)
    tell(one, {"type": "SpeechStarted", "timestamp": 0})
    fed(one, 40)
    assert one.resume() == []
    assert starts_at(one) == 0


def test_without_partial_turns_and_starts_of_speech_silence_tells_nothing():
    one = begun(include_partial_turns=False)
    fed(one, 40)
    assert one.resume() == []
    assert starts_at(one) == 0


def test_speech_without_partial_turns_that_was_not_kept_is_a_gap():
    one = begun(include_partial_turns=False)
    tell(one, {"type": "SpeechStarted", "timestamp": 2000})
    fed(one, 100)
    told = one.resume()
    assert gaps(told) == [(2000, 10_000)]
    assert "its beginning was not kept so long" in told[0].why


def test_a_noise_that_became_no_words_is_no_gap():
    one = begun()
    tell(one, {"type": "SpeechStarted", "timestamp": 2000})
    fed(one, 200)
    assert one.resume() == []
    assert starts_at(one) == 180_000


def test_the_next_turn_may_start_before_the_last_one_is_formatted():
    one = begun(format_turns=True, include_partial_turns=False)
    fed(one, 3)
    tell(
        one,
        turn(0, word("hello", 0, 1000)),
        {"type": "SpeechStarted", "timestamp": 1500},
        turn(0, word("Hello.", 0, 1000), formatted=True),
    )
    fed(one, 100)
    assert gaps(one.resume()) == [(1500, 13_000)]


def test_speech_that_starts_twice_in_a_turn_is_one_turn():
    one = begun(include_partial_turns=False)
    fed(one, 3)
    tell(one, {"type": "SpeechStarted", "timestamp": 100}, {"type": "SpeechStarted", "timestamp": 900})
    assert gaps(one.settle()) == [(100, 3000)]
    tell(one, turn(0, word("hello", 100, 1500)))
    assert one.settle() == []


def test_words_without_times_are_an_unfinished_turn_too():
    one = begun()
    fed(one, 3)
    tell(one, turn(0, word("hello", 100, 1500)), turn(1, end=False) | {"transcript": "how"})
    assert gaps(one.settle()) == [(1500, 3000)]


def test_a_turn_without_words_is_not_told_twice():
    one = begun()
    fed(one, 2)
    tell(one, turn(0) | {"transcript": "hello"})
    one.resume()
    assert again(one) == 0


def test_an_empty_turn_acknowledges_nothing():
    one = begun()
    fed(one, 2)
    tell(one, turn(0))
    one.resume()
    assert again(one) == 2000


def test_an_order_to_end_a_turn_is_repeated_with_its_audio():
    one = begun()
    one.add_audio(speech(1000))
    one.force_endpoint()
    one.update({"max_turn_silence": 300})
    one.keep_alive()
    one.add_audio(speech(500))
    assert kinds(sent(one)) == ["audio", "ForceEndpoint", "UpdateConfiguration", "KeepAlive", "audio"]
    one.force_endpoint()
    one.resume()
    tell(one, begin())
    messages = sent(one)
    assert kinds(messages) == ["audio", "ForceEndpoint", "audio", "ForceEndpoint"]
    assert [len(message) // 32 for message in messages if isinstance(message, bytes)] == [1000, 500]


def test_an_order_to_end_a_turn_is_not_repeated_when_its_audio_is_acknowledged():
    one = begun()
    one.add_audio(speech(1000))
    one.force_endpoint()
    one.add_audio(speech(500))
    sent(one)
    tell(one, turn(0, word("hello", 0, 1000)))
    one.resume()
    tell(one, begin())
    assert kinds(sent(one)) == ["audio"]


def test_a_normal_close_without_a_termination_is_a_loss_where_audio_was_not_acknowledged():
    one = begun()
    one.add_audio(speech(1000))
    one.end_audio()
    sent(one)
    tell(one, turn(0, word("hello", 0, 500), end=False))
    assert one.closed(1000).retryable
    assert one.may_pass(1000, again=False)
    assert not one.is_over
    one.resume()
    tell(one, begin())
    assert kinds(sent(one)) == ["audio", "Terminate"]


def test_a_service_that_never_sends_a_termination_is_not_asked_without_end():
    one = begun()
    one.add_audio(speech(1000))
    one.end_audio()
    sent(one)
    assert one.closed(1000) is not None
    one.resume()
    tell(one, begin(), turn(0, word("hello", 0, 500), end=False))
    sent(one)
    assert one.closed(1000) is None
    assert gaps(one.settle()) == [(0, 1000)]


def test_a_loss_between_two_such_closes_changes_nothing():
    one = begun()
    one.add_audio(speech(1000))
    one.end_audio()
    for code, is_error in ((None, True), (1000, True), (None, True), (1000, False)):
        sent(one)
        assert (one.closed(code) is not None) is is_error
        one.resume()
        tell(one, begin())


def test_all_turns_told_and_a_normal_close_is_an_end():
    one = begun()
    one.add_audio(speech(1000))
    one.end_audio()
    sent(one)
    tell(one, turn(0, word("hello", 0, 980)))
    assert one.closed(1000) is None


def test_an_error_message_is_no_end_whatever_the_close_code():
    one = begun()
    one.end_audio()
    sent(one)
    tell(one, {"error": "boom"})
    assert str(one.closed(1000)).startswith("boom")


def test_no_session_is_needed_when_all_audio_is_acknowledged_or_the_stream_is_cut():
    one = begun()
    one.add_audio(speech(1000))
    sent(one)
    tell(one, turn(0, word("hello", 0, 1000)))
    assert not one.is_over
    one.end_audio()
    assert one.is_over
    other = begun()
    other.add_audio(speech(1000))
    other.end_audio()
    assert not other.is_over
    other.end_audio(at_once=True)
    assert other.is_over


def test_compressed_audio_that_was_sent_cannot_be_sent_again():
    one = begun(encoding="ogg_opus")
    one.add_audio(b"OggS")
    one.end_audio()
    assert not one.is_over
    sent(one)
    assert one.is_over


@pytest.mark.parametrize(
    ("told", "code", "is_asked_for"),
    [
        (None, 1000, True),
        (None, 4031, True),
        ("Session Expired: No message arrived for 5 seconds", 3008, True),
        ("Session Expired: Maximum session duration exceeded", 3008, False),
        (None, 1011, False),
        (None, None, False),
    ],
)
def test_an_end_after_the_inactivity_timeout_was_asked_for(told, code, is_asked_for):
    one = begun(inactivity_timeout=5)
    fed(one, 1)
    if told:
        tell(one, {"type": "Error", "error_code": code, "error": told})
    assert (one.closed(code) is None) is is_asked_for
    assert one.closing.is_idle is is_asked_for


def test_without_such_a_timeout_it_is_an_error():
    one = begun()
    fed(one, 1)
    assert one.closed(4031) is not None


def test_a_session_that_did_not_begin_or_has_audio_to_send_is_not_idle():
    assert protocol(inactivity_timeout=5).closed(1000) is not None
    one = begun(inactivity_timeout=5)
    one.add_audio(speech(1000))
    assert one.closed(1000) is not None


def test_after_its_termination_a_session_has_ended_however_it_closes():
    one = begun()
    fed(one, 1)
    tell(one, TERMINATION)
    assert one.closed(None) is None
