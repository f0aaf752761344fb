import re
from pathlib import Path

import pytest
from benchmarks.accuracy import table
from benchmarks.accuracy.recording import Recording, Turn
from benchmarks.accuracy.row import Row
from benchmarks.accuracy.speaker_errors import SpeakerErrors
from benchmarks.accuracy.trial import STUDIO, TELEPHONE, TRIALS, Trial
from benchmarks.accuracy.word_errors import WordErrors

CALL = Trial("a call", lambda _: [], most_wrong=0.2, most_confused=0.1)
WORDS = WordErrors(words=1200, wrong=100, missing=10, added=10)


def row(**changes):
    given = {
        "recordings": 3,
        "words": WORDS,
        "speakers": None,
        "in_language": None,
        "failed": 0,
        "model": "whisper",
    }
    return Row(**{**given, **changes})


def transcript(text="Hello.", **changes):
    given = {
        "status": "completed",
        "text": text,
        "language_code": "en_us",
        "speech_model_used": "whisper",
        "utterances": None,
    }
    return {**given, **changes}


def test_a_row_says_how_many_words_were_wrong_who_heard_them_and_whether_that_is_good_enough():
    found = table.markdown({"commit": "abc"}, [(CALL, row(speakers=SpeakerErrors(20, 1, 0, 0.5)))], [])
    assert found == (
        "- commit: abc\n\n"
        "| recording | files | words | WER | DER | language found | heard by | goal |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| a call | 3 | 1,200 | 0.100 (100 wrong, 10 missing, 10 added) | 0.075 of 20 s |  | whisper "
        "| WER at most 0.20: met; DER at most 0.10: met |\n"
    )


def test_a_goal_that_is_missed_is_said_to_be_missed_and_so_is_one_without_any_figure():
    [line] = table.markdown({}, [(CALL, row(words=WordErrors(10, 3, 0, 0)))], []).splitlines()[-1:]
    assert "WER at most 0.20: **missed**; DER at most 0.10: **missed**" in line


def test_languages_and_failures_are_counted():
    line = table.markdown({}, [(CALL, row(in_language=2, failed=1))], [])
    assert "| 3 (1 failed) |" in line
    assert "| 2 of 3 |" in line


def test_what_was_not_measured_is_named():
    assert table.markdown({}, [], ["a call: no route"]).endswith("\nNot measured: a call: no route\n")


def test_the_table_is_put_between_its_marks_and_nothing_else_changes(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(
        "Before\n<!-- the accuracy table begins -->\nold\n<!-- the accuracy table ends -->\nAfter\n"
    )
    table.write(readme, "new\n")
    table.write(readme, "newer\n")
    assert readme.read_text() == (
        "Before\n<!-- the accuracy table begins -->\n\nnewer\n\n<!-- the accuracy table ends -->\nAfter\n"
    )


def test_the_projects_readme_shows_studio_speech_and_the_telephone(tmp_path):
    text = table.headline(row(), row(words=WordErrors(81, 7, 7, 1)))
    assert text == "10.0 % of words wrong on studio speech (1,200 words), 19 % on a telephone call (81 words)"
    readme = tmp_path / "README.md"
    readme.write_text("| accuracy | <!-- accuracy -->old<!-- /accuracy --> | live |\n")
    table.write_front(readme, text)
    assert readme.read_text() == f"| accuracy | <!-- accuracy -->{text}<!-- /accuracy --> | live |\n"


def test_the_projects_readme_shows_the_figures_of_the_committed_table():
    root = Path(__file__).parents[3]
    measured = (root / "benchmarks" / "README.md").read_text()
    shown = re.search(
        r"<!-- accuracy -->(.+) % of words wrong on studio speech \((.+) words\), (.+) % on a telephone call "
        r"\((.+) words\)<!-- /accuracy -->",
        (root / "README.md").read_text(),
    )
    assert shown is not None
    rates = [
        re.search(rf"^\| {re.escape(TRIALS[name].title)} \| \d+ \| (.+?) \| (.+?) \(", measured, re.MULTILINE)
        for name in (STUDIO, TELEPHONE)
    ]
    for (percent, words), found in zip((shown.groups()[:2], shown.groups()[2:]), rates, strict=True):
        assert found is not None
        assert found[1] == words
        assert float(found[2]) == pytest.approx(float(percent) / 100, abs=0.0051)


def test_a_row_is_made_of_what_a_client_gets():
    pytest.importorskip("jiwer", reason="make accuracy installs it")
    turns = (Turn(0, 4, "ann"), Turn(5, 9, "bob"))
    said = [
        Recording("a", b"", "hello there"),
        Recording("b", b"", "oh hello", turns),
        Recording("c", b"", "bye"),
    ]
    utterances = [{"start": 0, "end": 4000, "speaker": "A"}, {"start": 5000, "end": 9000, "speaker": "B"}]
    heard = [
        transcript("Hello, there.", language_code="de"),
        transcript("Oh, hello.", utterances=utterances),
        transcript(None, status="error", speech_model_used=None),
    ]
    found = Row.of(said, heard, "en", detected=True)
    assert found.words == WordErrors(words=5, wrong=0, missing=1, added=0)
    assert found.speakers is not None
    assert found.speakers.rate == 0
    assert (found.recordings, found.failed, found.in_language, found.model) == (3, 1, 1, "whisper")
    assert Row.of(said, heard, "en", detected=False).in_language is None


def test_a_trial_says_whether_the_language_is_to_be_detected():
    assert TRIALS["prompts-fr"].detects
    assert not TRIALS["prompts-en"].detects
