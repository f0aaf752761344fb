"""Events of a stream, as a reader gets them, and a live transcript of some."""

from assemblyai_tools import Begin, LiveTranscript, SpeakerRevision, Turn

BEGIN = Begin(id="s1", expires_at=1_800_000_000, configuration={"model": "u3-rt-pro"})


def turn(order, text, start=0, *, final=True, speaker=None, **more):
    """A turn whose words take 100 ms each."""
    words = [
        {"text": word, "start": start + 100 * n, "end": start + 100 * n + 100, "confidence": 0.5}
        for n, word in enumerate(text.split())
    ]
    return Turn(
        turn_order=order,
        transcript=text,
        end_of_turn=final,
        is_final=final,
        words=words,
        speaker_label=speaker,
        **more,
    )


def revision(order, speaker, words=()):
    return SpeakerRevision(revisions=[{"turn_order": order, "speaker_label": speaker, "words": words}])


def live_of(*events):
    live = LiveTranscript()
    for event in events:
        live.add(event)
    return live
