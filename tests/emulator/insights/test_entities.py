from assemblyai_emulator.insights.entities import entities


def test_entities_are_in_time_order_without_their_punctuation(say):
    words = say('On Friday, "five dollars".')
    assert entities(words) == [
        {"entity_type": "date", "text": "Friday", "start": 210, "end": 410},
        {"entity_type": "money_amount", "text": "five dollars", "start": 420, "end": 830},
    ]


def test_a_zip_code_is_a_location(say):
    (entity,) = entities(say("The zip code is nine zero two one zero."))
    assert (entity["entity_type"], entity["text"]) == ("location", "nine zero two one zero")


def test_each_word_belongs_to_one_entity(say):
    assert [row["text"] for row in entities(say("My name is Diane Miller."))] == ["Diane Miller"]
