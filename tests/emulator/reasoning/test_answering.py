import pytest

from assemblyai_emulator.reasoning.answering import evidence, indexed, supported_options, unheard
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.quotes import passages


def quoted(question, material, context=(), limit=None):
    found = passages(material)
    return [passage.line.text for passage in evidence(question, context, found, indexed(found), limit)]


def text(content):
    return Material((Source.from_text(content),))


def test_a_question_is_answered_by_the_sentence_that_shares_its_words(garden):
    assert quoted("Who books the tents?", garden) == ["I will book the tents by Friday."]


def test_a_sentence_of_the_kind_asked_for_goes_first():
    talk = text("The launch was fun. The launch is on Monday. The launch failed because of rain.")
    assert quoted("When is the launch?", talk, limit=1) == ["The launch is on Monday."]
    assert quoted("Why did the launch go wrong?", talk, limit=1) == ["The launch failed because of rain."]


def test_a_spoken_question_brings_its_reply(garden):
    assert quoted("Can we keep the date?", garden)[-2:] == [
        "Why can't we keep the old date?",
        "Because the town hall is closed for repairs in May.",
    ]


def test_after_a_short_reply_the_next_sentence_counts_too(garden):
    assert quoted("What about cakes from the bakery?", garden) == [
        "Could you ask the bakery about the cakes?",
        "Yes.",
        "They charged forty euros last year.",
    ]


def test_a_reply_does_not_come_from_another_source():
    material = Material((Source.from_text("Where are the cakes?"), Source.from_text("In the sea.")))
    assert quoted("Where are the cakes?", material) == ["Where are the cakes?"]


def test_where_one_quote_is_wanted_the_reply_is_it(garden):
    assert quoted("Which bakery for the cakes?", garden, limit=1) == ["Yes."]


def test_an_off_topic_question_finds_nothing(garden):
    assert quoted("What is the capital of France?", garden) == []
    assert quoted("Is it?", garden) == []


def test_context_reorders_hits_but_makes_none():
    talk = text("The fair has music. The fair has cakes from the bakery.")
    assert quoted("What does the fair have?", talk, context=("bakery",), limit=1) == [
        "The fair has cakes from the bakery."
    ]
    assert quoted("What about France?", talk, context=("bakery",)) == []


def test_a_bare_kind_lists_every_sentence_of_it(garden):
    assert quoted("List the dates", garden) == [
        "Then we agreed to move the fair to the second Sunday in June.",
        "I will book the tents by Friday.",
        "They charged forty euros last year.",
    ]


def test_what_was_decided_is_found_by_other_words_for_it(garden):
    assert quoted("What did they decide?", garden) == [
        "Then we agreed to move the fair to the second Sunday in June."
    ]


def test_words_never_said_are_named_as_they_were_asked(garden):
    assert unheard("Did the lawyers book the Tents?", passages(garden)) == ["lawyers"]


@pytest.mark.parametrize(
    ("talk", "options", "supported"),
    [
        ("It is on Friday.", ["Monday", "Friday"], ["Friday"]),
        ("Is it on Monday? No.", ["yes", "no"], ["no"]),
        ("It is on Monday or Friday.", ["Monday", "Friday"], ["Monday", "Friday"]),
        ("Is it on Monday?", ["Monday", "Friday"], []),
        ("It is late.", ["Monday", "Friday"], []),
        ("The red roof leaks.", ["red roof", "blue roof"], ["red roof"]),
        ("It is late.", [], []),
    ],
)
def test_an_option_needs_a_statement_that_holds_its_own_words(talk, options, supported):
    assert supported_options(options, passages(text(talk))) == supported
