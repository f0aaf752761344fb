from assemblyai_emulator.wording.transcript_text import text_fields, unredacted_fields


def test_without_channels_there_are_no_utterances(say):
    words = say("Hello there.")
    assert text_fields(words, with_turns=False) == {
        "text": "Hello there.",
        "confidence": 0.5,
        "words": [word.to_json() for word in words],
        "utterances": None,
    }


def test_each_turn_is_an_utterance(say):
    words = [*say("Hello there.", channel="1"), *say("Yes.", 600, channel="2")]
    turns = text_fields(words, with_turns=True)["utterances"]
    assert [(turn["text"], turn["speaker"], turn["start"], turn["end"]) for turn in turns] == [
        ("Hello there.", "1", 0, 410),
        ("Yes.", "2", 600, 800),
    ]


def test_the_unredacted_fields_are_the_same_under_other_names(say):
    words = say("Hello.", channel="1")
    fields = text_fields(words, with_turns=True)
    assert unredacted_fields(words, with_turns=True) == {
        "unredacted_text": fields["text"],
        "unredacted_words": fields["words"],
        "unredacted_utterances": fields["utterances"],
    }
