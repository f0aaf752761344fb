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


NADIA = "Then Nadia can test it on Friday in the Lisbon office."


@pytest.mark.parametrize(
    "answer",
    [
        f"> {NADIA}\n\nThis is said at 0:07.",
        f'Nadia, on Friday, as the meeting "Standup of this week" says:\n\n> *"{NADIA}"*\n\n00:07',
        f'Asked "Who will test the importer, and when?":\n>{NADIA}\n— Speaker A, at 0:08',
    ],
)
def test_a_quote_with_its_time_is_right_whatever_else_is_in_quotation_marks(end, answer):
    assert of(end, "quote", answers=[answer]) == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            "> I will fix the parser by Thursday.\n\n0:07",
            f"the lines with > are ['i will fix the parser by thursday'], not: {NADIA}",
        ),
        (
            "> Then Nadia can test the importer on Friday.\n\n0:07",
            f"the lines with > are ['then nadia can test the importer on friday'], not: {NADIA}",
        ),
        (f"> {NADIA}\n\n0:03", "the answer does not have the time 0:07"),
        (f'"{NADIA}" (0:07)', f"the lines with > are [], not: {NADIA}"),
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
    ("answer", "right"),
    [
        ("To Priya:\n> The recording of this interview goes to Priya in the archive.", True),
        ("> Thank you. The recording of this interview goes to Priya in the archive.", False),
        ("To Priya:\n> We answered each of them within a day.", False),
        ("To Priya:\n> The recording goes to Priya.", False),
        ('To Priya: "The recording of this interview goes to Priya in the archive."', False),
    ],
)
def test_the_last_sentence_is_the_one_that_is_quoted(end, answer, right):
    assert (of(end, "last_sentence", answers=[answer]) == []) == right


@pytest.mark.parametrize("text", ["58\n349\n625\n", "58\n350\n625"])
def test_the_times_of_a_word_may_be_cut_or_rounded(end, text):
    assert of(end, "word_times", files={"refund.txt": text}) == []


@pytest.mark.parametrize("text", ["59\n350\n626", "57\n349\n625", "refund: 58\n349\n625", "58 349 625"])
def test_times_a_second_off_or_with_other_words_are_wrong(end, text):
    assert len(of(end, "word_times", files={"refund.txt": text})) == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Launch: 16 March\n\nAfter the translation. Backup passwords go into the vault.", True),
        ("**Launch: 16 March**\n\n# Retro\nThe credentials move to the vault; Omar checks it.", True),
        ("Launch: 9 March\n\nNot the sixteenth. The password goes into the vault.", False),
        ("Launch on the ninth of March, not the sixteenth (16). The password into the vault.", False),
        ("# Week\n\nLaunch: 16 March\nThe password goes into the vault.", False),
        ("Launch: 16 March\n\nThe customers like the dashboard.", False),
        ("Launch: 16 March\n\nThe password into the vault; Ben fixes the parser.", False),
        (f"Launch: 16 March\n\n{PLANNING.text}\n\n{RETRO.text}", False),
    ],
)
def test_a_summary_has_the_decisions_of_both_meetings_alone(end, text, right):
    assert (of(end, "summary_of_several", files={"week.md": text}) == []) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Team: put the backup password into the vault\nOmar: check that on Monday", True),
        ("1. **Team:** move the credentials to the vault\n2. **Omar:** check the vault on Monday", True),
        ("Omar: put the retro in the vault", False),
        ("Omar: put the password into the vault\nTeam: check that on Monday", False),
        ("Team: put the password into the vault\nOmar: check that", False),
        ("Team: the password into the vault\nOmar: check, Monday\nAda: tell marketing", False),
        ("The password goes into the vault, and Omar checks that on Monday.", False),
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
