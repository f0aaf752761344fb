import pytest
from tests.plugin.results.viewing import view


def warned(*messages, **more):
    words = [{"text": "word" * 60 + ".", "start": n * 1000, "end": n * 1000 + 900} for n in range(200)]
    warnings = [{"message": message} for message in messages]
    return {"id": "t1", "status": "completed", "words": words, "metadata": {"warnings": warnings}, **more}


def test_warnings_are_only_on_the_first_page():
    assert [view(warned("Careful."), start_at_ms=start).warnings for start in (0, 1000)] == [["Careful."], []]


@pytest.mark.parametrize(
    ("max_characters", "lengths"), [(1000, []), (2000, [400]), (4000, [400] * 2), (20_000, [400] * 8)]
)
def test_warnings_leave_most_of_the_room_to_the_speech(max_characters, lengths):
    seen = view(warned(*["w" * 500] * 12), max_characters=max_characters)
    assert [len(warning) for warning in seen.warnings] == lengths
    assert seen.lines
    assert len(seen.render()) <= max_characters


UUID = "01234567-89ab-cdef-0123-456789abcdef"
ALL_NAMES = ["text", "words", "entities", "utterances", "translations", "summary", "chapters", "safety"]
MANY = [{"entity_type": "city", "text": "Utrecht", "start": n * 500, "end": n * 500 + 9} for n in range(900)]


@pytest.mark.parametrize("start_at_ms", [0, 50_000])
@pytest.mark.parametrize(
    ("max_characters", "parts"),
    [
        (1000, ["text"]),
        (1000, ["entities", "text"]),
        (4000, ALL_NAMES),
        (20_000, ALL_NAMES),
        (20_000, ["text"]),
        (20_001, ["translations", "summary"]),
    ],
)
def test_a_rendered_view_is_no_longer_than_max_characters(start_at_ms, max_characters, parts):
    more = {"summary": "x" * 30_000, "translated_texts": {"de": "x" * 30_000}, "entities": MANY}
    facts = {"audio_duration": 12_345, "language_code": "en_us", "speech_model_used": "universal-3-5-pro"}
    body = warned("Careful.", "w" * 390, id=UUID, **more, **facts)
    seen = view(body, parts=parts, start_at_ms=start_at_ms, max_characters=max_characters)
    assert len(seen.render()) <= max_characters
    assert seen.parts[0].lines
