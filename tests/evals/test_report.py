from dataclasses import replace

from evals.outcome import Outcome
from evals.report import report
from evals.results import Results

DONE = Outcome("minutes", "p/m", "tools", "", 3, 1000, 234, 0.01)
UNDONE = Outcome("minutes", "p/m", "endpoints", "there is no file minutes.docx", 7, 0, 0, None)
OTHER = Outcome("quote", "p/m", "tools", "", 2, 10, 1, 0.002)
SAME = Outcome("quote", "p/m", "endpoints", "", 1, 5, 5, 0.5)


def results(*outcomes, sides=("tools", "endpoints"), **given):
    models = given.pop("models", ["p/m"])
    return Results(models, sides, ["minutes", "quote"], {"quote"}, outcomes=[*outcomes], **given)


def test_the_table_has_both_sides_of_each_job_their_sums_and_what_went_wrong():
    assert report(results(OTHER, SAME, DONE, UNDONE), "2026-11-26").splitlines() == [
        "# p/m, 2026-11-26",
        "",
        "| job | our tools: done | turns | tokens | cost | a tool for each endpoint: done | turns | tokens | cost |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| minutes | yes | 3 | 1,234 | $0.0100 | no | 7 | - | - |",
        "| quote | yes | 2 | 11 | $0.0020 | yes | 1 | 10 | $0.5000 |",
        "| **all** | 2 of 2 | 5 | 1,245 | $0.0120 | 1 of 2 | 8 | 10 | - |",
        "| **the 1 that both sides can do** | 1 of 1 | 2 | 11 | $0.0020 | 1 of 1 | 1 | 10 | $0.5000 |",
        "",
        "- minutes, a tool for each endpoint: there is no file minutes.docx",
    ]


def test_one_side_alone_has_a_table_too():
    assert report(results(DONE, OTHER, sides=("tools",)), "2026-11-26").splitlines()[-3:] == [
        "| minutes | yes | 3 | 1,234 | $0.0100 |",
        "| quote | yes | 2 | 11 | $0.0020 |",
        "| **all** | 2 of 2 | 5 | 1,245 | $0.0120 |",
    ]


def test_jobs_that_fail_alike_are_told_of_once():
    refused = [replace(one, problem="a caption is\n  too long") for one in (DONE, OTHER)]
    assert "\n- minutes, quote, our tools: a caption is too long\n" in report(results(*refused), "2026-11-26")


def test_a_model_that_could_not_run_has_its_reason_and_takes_no_other_models_table():
    reasons = {("p/m", "tools"): "it is\ngone"}
    text = report(results(DONE, models=["p/m", "p/n"], reasons=reasons), "2026-11-26")
    first, second = text.split("# p/n, 2026-11-26\n")
    assert "| minutes | yes | 3 | 1,234 | $0.0100 | - | - | - | - |" in first
    assert "- 1 of 2 jobs not finished, our tools: it is gone\n" in first
    assert "- 2 of 2 jobs not finished, a tool for each endpoint: the run was stopped\n" in first
    assert second.startswith("\n- 2 of 2 jobs not finished, our tools: the run was stopped\n")
