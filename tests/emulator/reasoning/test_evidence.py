import pytest

from assemblyai_emulator.reasoning.evidence import find_evidence, supported_options, unsaid_words
from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.passages import to_passages
from assemblyai_emulator.reasoning.relevance import Relevance


def quoted(question, material, context=(), limit=None):
    found = to_passages(material)
    return [passage.line.text for passage in find_evidence(question, context, found, Relevance(found), limit)]


def text(content):
    return Material((Source.from_text(content),))


def test_a_question_is_answered_by_the_sentence_that_shares_its_words(garden):
    assert quoted("Who books the tents?", garden) == ["I will book the tents by Friday."]


def test_a_sentence_with_the_kind_of_answer_asked_for_ranks_first():
    talk = text("The launch was fun. The launch is on Monday. The launch failed because of rain.")
    assert quoted("When is the launch?", talk, limit=1) == ["The launch is on Monday."]
    assert quoted("Why did the launch go wrong?", talk, limit=1) == ["The launch failed because of rain."]


def test_a_spoken_question_is_quoted_with_its_reply(garden):
    assert quoted("Can we keep the date?", garden)[-2:] == [
        "Why can't we keep the old date?",
        "Because the town hall is closed for repairs in May.",
    ]


def test_a_short_reply_is_quoted_with_the_next_sentence(garden):
    assert quoted("What about cakes from the bakery?", garden) == [
        "Could you ask the bakery about the cakes?",
        "Yes.",
        "They charged forty euros last year.",
    ]


def test_the_next_source_is_not_a_reply():
    material = Material((Source.from_text("Where are the cakes?"), Source.from_text("In the sea.")))
    assert quoted("Where are the cakes?", material) == ["Where are the cakes?"]


def test_a_limit_of_one_quotes_the_reply_rather_than_its_question(garden):
    assert quoted("Which bakery for the cakes?", garden, limit=1) == ["Yes."]


def test_an_off_topic_question_finds_nothing(garden):
    assert quoted("What is the capital of France?", garden) == []
    assert quoted("Is it?", garden) == []


def test_context_reorders_hits_but_adds_none():
    talk = text("The fair has music. The fair has cakes from the bakery.")
    assert quoted("What does the fair have?", talk, context=("bakery",), limit=1) == [
        "The fair has cakes from the bakery."
    ]
    assert quoted("What about France?", talk, context=("bakery",)) == []


def test_a_question_that_names_only_a_kind_lists_every_sentence_of_that_kind(garden):
    assert quoted("List the dates", garden) == [
        "Then we agreed to move the fair to the second Sunday in June.",
        "I will book the tents by Friday.",
        "They charged forty euros last year.",
    ]


def test_a_decision_is_found_by_other_words_for_deciding(garden):
    assert quoted("What did they decide?", garden) == [
        "Then we agreed to move the fair to the second Sunday in June."
    ]


def test_unsaid_words_are_in_lower_case_as_the_question_spells_them(garden):
    assert unsaid_words("Did the lawyers book the Tents?", to_passages(garden)) == ["lawyers"]


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
def test_an_option_is_supported_by_a_statement_with_its_own_words(talk, options, supported):
    assert supported_options(options, to_passages(text(talk))) == supported
