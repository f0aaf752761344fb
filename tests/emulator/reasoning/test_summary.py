from assemblyai_emulator.reasoning.material import Material, Source
from assemblyai_emulator.reasoning.passages import to_passages
from assemblyai_emulator.reasoning.summary import default_length, main_passages


def chosen(text, count, focus=()):
    found = to_passages(Material((Source.from_text(text),)))
    return [passage.line.text for passage in main_passages(found, focus, count)]


def test_a_summary_has_what_the_talk_keeps_coming_back_to():
    text = "The bridge is old. Nice hat. The bridge repair costs a million. The repair of the bridge starts soon."
    assert "Nice hat." not in chosen(text, 2)


def test_quotes_are_in_time_order(garden):
    positions = [passage.position for passage in main_passages(to_passages(garden), (), 5)]
    assert positions == sorted(positions)
    assert len(positions) == 5


def test_a_decision_belongs_in_the_summary(garden):
    texts = [passage.line.text for passage in main_passages(to_passages(garden), (), 3)]
    assert "Then we agreed to move the fair to the second Sunday in June." in texts


def test_greetings_and_questions_do_not_belong_in_the_summary(garden):
    texts = [passage.line.text for passage in main_passages(to_passages(garden), (), 4)]
    assert "Hello everyone and welcome." not in texts
    assert "Why can't we keep the old date?" not in texts


def test_a_summary_does_not_repeat_itself():
    text = (
        "The bridge repair costs one million. The bridge repair costs one million. "
        "The ferry to the island runs hourly."
    )
    assert chosen(text, 2) == ["The bridge repair costs one million.", "The ferry to the island runs hourly."]


def test_a_sentence_with_the_focus_terms_ranks_first():
    text = "The bridge repair costs a million. The bridge repair is late. The ferry captain retires."
    assert chosen(text, 1, focus=("ferry", "captain")) == ["The ferry captain retires."]


def test_sentences_without_content_make_no_summary():
    assert chosen("Yes. It is. Okay.", 3) == []
    assert chosen("", 3) == []


def test_longer_talks_have_longer_summaries_within_bounds():
    assert [default_length(count) for count in (0, 10, 25, 30, 1000)] == [3, 3, 5, 6, 8]
