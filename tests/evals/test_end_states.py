"""What a model could leave behind, right and wrong, and whether a job's checks tell them apart."""

import pytest
from evals.checks.check import problems
from evals.jobs.catalogue import JOBS
from evals.recordings import PLANNING, RETRO, STANDUP
from evals.world.wire import Exchange
from tests.evals.documents import document


def of(end, name, **given):
    """The state after this job: each earlier transcript was read, and nothing was ordered."""
    earlier = {recording.where: f"t{number}" for number, recording in enumerate(JOBS[name].earlier)}
    reads = [Exchange("GET", f"/v2/transcript/{made}", {}, 200) for made in earlier.values()]
    orders = [Exchange("POST", "/v2/transcript", {}, 200, body) for body in given.pop("orders", ())]
    made = {id_: {} for id_ in (*earlier.values(), *(f"new{number}" for number in range(len(orders))))}
    return problems(
        JOBS[name].checks, end(earlier=earlier, exchanges=reads + orders, transcripts=made, **given)
    )


@pytest.mark.parametrize(
    "answer",
    [
        'Nadia, on Friday:\n\n> **[0:07] Speaker A:** "Then Nadia can test it on Friday in the Lisbon office."',
        "Nadia will test it on Friday.\n> Great. Then Nadia can test it on Friday in the Lisbon office. (00:07)",
        "“Then Nadia can test it on Friday in the Lisbon office.” — 00:00:07",
        '*"Great. Then Nadia can test it on Friday in the Lisbon office."* (at 0:08)',
        "| 0:07 | A | Then Nadia can test it on Friday in the Lisbon office. |",
    ],
)
def test_a_quote_with_its_time_is_right_however_it_is_set(end, answer):
    assert of(end, "quote", answers=[answer]) == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            'Nadia, on Friday. At 0:07: "I will fix the parser by Thursday."',
            "the answer does not quote: Nadia can test it on Friday",
        ),
        (
            'At 0:07: "Then Nadia can test the importer on Friday."',
            "this was not said: then nadia can test the importer on friday",
        ),
        (
            '"Then Nadia can test it on Friday in the Lisbon office." (0:03)',
            "the answer does not have the time 0:07",
        ),
        ("Nadia will test it on Friday. (0:07)", "the answer does not quote: Nadia can test it on Friday"),
    ],
)
def test_another_quote_or_another_time_is_wrong(end, answer, problem):
    assert of(end, "quote", answers=[answer]) == [problem]


def test_a_price_that_nobody_named_is_unknown_and_nothing_else(end):
    assert of(end, "not_said", answers=["**UNKNOWN**"]) == []
    guessed = of(end, "not_said", answers=["It costs $16,000; if that is not it, UNKNOWN."])
    assert guessed == ["the answer is not UNKNOWN alone"]
    unread = end(earlier={PLANNING.where: "t0"}, answers=["UNKNOWN"])
    assert problems(JOBS["not_said"].checks, unread) == [f"the transcript of {PLANNING.where} was not read"]


@pytest.mark.parametrize(
    ("answer", "problems"),
    [
        ('To Priya: "The recording of this interview goes to Priya in the archive."', []),
        ("Priya.\n> Thank you. The recording of this interview goes to Priya in the archive.", []),
        (
            'To Priya: "We answered each of them within a day."',
            ["the answer does not quote: The recording of this interview goes to Priya in the archive."],
        ),
        (
            'To Priya: "The recording goes to Priya."',
            ["this was not said: the recording goes to priya"],
        ),
    ],
)
def test_the_last_sentence_is_the_one_that_is_quoted(end, answer, problems):
    assert of(end, "last_sentence", answers=[answer]) == problems


@pytest.mark.parametrize("text", ["58\n349\n625\n", "58\n350\n625"])
def test_the_times_of_a_word_may_be_cut_or_rounded(end, text):
    assert of(end, "word_times", files={"refund.txt": text}) == []


@pytest.mark.parametrize("text", ["59\n350\n626", "57\n349\n625", "refund: 58\n349\n625", "58 349 625"])
def test_times_a_second_off_or_with_other_words_are_wrong(end, text):
    assert len(of(end, "word_times", files={"refund.txt": text})) == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("# Week\n\nLaunch: 16 March, after the translation.\nBackup passwords go into the vault.", True),
        ("The launch is on March 16th. The backup's credentials move to the vault; Omar checks it.", True),
        ("They launch on March sixteen, and the password is put into the vault.", True),
        ("The launch is on the ninth of March. The password goes into the vault.", False),
        ("Launch on the sixteenth of March; the password into the vault; Ben fixes the parser.", False),
        (f"{PLANNING.text}\n\n{RETRO.text}", False),
    ],
)
def test_a_summary_has_the_decisions_of_both_meetings_alone(end, text, right):
    assert (of(end, "summary_of_several", files={"week.md": text}) == []) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("- Put the backup password into the vault\n- Omar: check that on Monday", True),
        ("## Retro\n\n1. Move the credentials to the vault.\n2. Check it on Monday (Omar).", True),
        ("* [ ] **Vault:** store the password - *all*\n* [ ] **Omar:** check, Monday", True),
        ("- Put the backup password into the vault", False),
        ("The password goes into the vault, and Omar checks that.", False),
        ("- Password into the vault\n- Omar checks it\n- Tell marketing about the date", False),
        ("\n".join(f"- {turn.text}" for turn in RETRO.turns), False),
    ],
)
def test_a_list_of_tasks_has_those_of_that_meeting_alone(end, text, right):
    assert (of(end, "action_items", files={"todo.md": text}) == []) == right


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        (["Ben: fix the parser by Thursday", "Nadia: test it in Lisbon on Friday"], True),
        (["Ben: fix the parser by Thursday"], False),
        ([turn.text for turn in STANDUP.turns], False),
    ],
)
def test_minutes_have_what_everybody_has_to_do(end, lines, right):
    assert (of(end, "minutes", orders=[{}], files={"minutes.docx": document(*lines)}) == []) == right


@pytest.mark.parametrize(
    ("body", "answer", "right"),
    [
        ({"language_code": "es"}, "On **Monday**.", True),
        ({"language_detection": True}, "El lunes.", True),
        ({"language_codes": ["es", "en"]}, "Monday", True),
        ({"language_code": "en"}, "Monday", False),
        ({"language_code": "es"}, "I have transcribed it.", False),
    ],
)
def test_the_day_is_told_and_spanish_was_ordered(end, body, answer, right):
    assert (of(end, "language", orders=[body], answers=[answer]) == []) == right
