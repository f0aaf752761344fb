import pytest

from assemblyai_emulator.faults.stream_fault import StreamFault


def test_options_have_defaults():
    assert StreamFault.parse("stream-close") == StreamFault("stream-close", 1011, "partial")
    assert StreamFault.parse("stream-error").code == 3005
    assert StreamFault.parse(" stream-error ; at=final; code = 4001 ") == StreamFault(
        "stream-error", 4001, "final"
    )
    assert StreamFault.parse("stream-delay; seconds=0.5").seconds == 0.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("stream-close; code=1006", "a close code goes from 1000 to 4999"),
        ("stream-close; code=5000", "a close code goes from 1000 to 4999"),
        ("stream-close; code=x", "a close code goes from 1000 to 4999"),
        ("stream-cut; code=1011", "stream-cut takes at"),
        ("stream-cut; at=noon", "at is one of begin, partial, final, termination"),
        ("stream-delay; seconds=61", "seconds=0 to seconds=60"),
        ("stream-delay; seconds=soon", "seconds=0 to seconds=60"),
    ],
)
def test_what_is_wrong_is_told(text, reason):
    with pytest.raises(ValueError, match=reason):
        StreamFault.parse(text)
