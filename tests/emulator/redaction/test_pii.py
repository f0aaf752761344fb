import pytest

from assemblyai_emulator.redaction.pii import labels, redacted


@pytest.fixture
def hide(say):
    """The redacted text, with entity names as tags by default."""

    def hiding(text: str, redact_pii_sub: str = "entity_name", **features) -> str:
        words = say(text)
        shown = redacted(words, labels(words, features), redact_pii_sub)
        assert [(word.start, word.end) for word in shown] == [(word.start, word.end) for word in words]
        return " ".join(word.text for word in shown)

    return hiding


def test_each_hidden_word_becomes_one_tag_and_keeps_its_punctuation(hide):
    text = hide("My name is Diane Miller. Hello.", redact_pii_policies=["person_name"])
    assert text == "My name is [PERSON_NAME] [PERSON_NAME]. Hello."


def test_a_hash_does_not_reveal_the_length_of_a_word(hide):
    text = hide("Call (one two three) four five six seven.", "hash", redact_pii_policies=["phone_number"])
    assert text == "Call (#### #### ####) #### #### #### ####."


def test_words_of_other_kinds_are_unchanged(hide):
    text = "Call five five five one two three four on Friday."
    assert hide(text, redact_pii_policies=["date"]) == text.replace("Friday", "[DATE]")


def test_the_sequence_policy_hides_every_kind_of_number(hide):
    text = "My social security number is one two three four."
    tags = " ".join(["[NUMBER_SEQUENCE]"] * 4)
    hidden = hide(text, redact_pii_policies=["number_sequence"])
    assert hidden == f"My social security number is {tags}."


def test_a_digit_after_the_end_of_a_sentence_is_hidden_with_the_number(hide):
    text = hide("It is five five five one two three four. Seven que.", redact_pii_policies=["phone_number"])
    assert text.endswith("[PHONE_NUMBER]. [PHONE_NUMBER] que.")


def test_the_full_stop_of_a_spelled_letter_does_not_end_a_sentence(hide):
    text = hide("Write to b. at example dot com now.", redact_pii_policies=["email_address"])
    assert text == f"Write to {' '.join(['[EMAIL_ADDRESS]'] * 5)} now."


@pytest.mark.parametrize("said", ["bearclaw", "Bear claw", "bear-claw's"])
def test_the_callers_own_terms_are_hidden_with_any_spacing(hide, said):
    text = hide(f"The {said} starts.", redact_static_entities={"internal tool": ["Bearclaw", "other"]})
    assert text == f"The {' '.join(['[INTERNAL_TOOL]'] * len(said.split()))} starts."


def test_a_term_is_not_found_inside_a_longer_word(hide):
    assert hide("An annex.", redact_static_entities={"NAME": ["Ann"]}) == "An annex."
