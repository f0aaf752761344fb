import pytest

from assemblyai_emulator.reasoning.addressed import addressed


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is she bad at?", "What are you bad at?"),
        ("Where does he live?", "Where do you live?"),
        ("Doesn't he drive?", "Don't you drive?"),
        ("Why weren't they told?", "Why weren't you told?"),
        ("Does her sister like them?", "Does your sister like you?"),
        ("Who called her?", "Who called you?"),
        ("When is the launch?", "When is the launch?"),
        ("Where is the theatre?", "Where is the theatre?"),
    ],
)
def test_a_question_about_somebody_becomes_one_to_them(question, form):
    assert addressed(question).casefold() == form.casefold()
