import pytest

from assemblyai_emulator.findings import names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Diane Miller and I call.", "Diane Miller"),
        ("My name is. Diane.", "Diane"),
        ("My name is, um, John.", "John"),
        ("This is, uh, robert speaking.", "robert"),
        ("This is robert smith speaking.", "robert smith"),
        ("I'm Robert from sales.", "Robert"),
        ("Am I speaking with Jane today?", "Jane"),
        ("Mrs. Brown called.", "Brown"),
        ("The last name is Jones.", "Jones"),
    ],
)
def test_an_introduced_name_is_found(found, text, name):
    assert ("person_name", name) in found(names, text)


def test_every_other_mention_of_an_introduced_name_is_found(found):
    said = [
        text
        for _, text in found(names, "Thanks Diane. My name is Diane Miller. It's Diane's. Al met Miller.")
    ]
    assert sorted(said) == ["Diane", "Diane", "Diane Miller", "Diane's", "Miller", "Miller"]


@pytest.mark.parametrize("text", ["My name is going to be called.", "This is from sales.", "Diane met Al."])
def test_without_an_introduction_there_is_no_name(found, text):
    assert found(names, text) == []
