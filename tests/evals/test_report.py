from evals.outcome import Outcome
from evals.report import table

DONE = Outcome("minutes", "p/m", "tools", "", 3, 1000, 234, 0.01)
UNDONE = Outcome("minutes", "p/m", "endpoints", "there is no file minutes.docx", 7, 0, 0, None)
OTHER = Outcome("quote", "p/m", "tools", "", 2, 10, 1, 0.002)


def test_the_table_has_both_sides_of_each_job_their_sums_and_what_went_wrong():
    other = Outcome("quote", "p/m", "endpoints", "", 1, 5, 5, 0.5)
    assert table([DONE, UNDONE, OTHER, other], ["tools", "endpoints"]).splitlines() == [
        "| job | our tools: done | turns | tokens | cost | a tool for each endpoint: done | turns | tokens | cost |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        "| minutes | yes | 3 | 1,234 | $0.0100 | no | 7 | - | - |",
        "| quote | yes | 2 | 11 | $0.0020 | yes | 1 | 10 | $0.5000 |",
        "| **all** | 2 of 2 | 5 | 1,245 | $0.0120 | 1 of 2 | 8 | 10 | - |",
        "",
        "- minutes, a tool for each endpoint: there is no file minutes.docx",
    ]


def test_one_side_alone_has_a_table_too():
    assert table([DONE], ["tools"]).splitlines()[-2:] == [
        "| minutes | yes | 3 | 1,234 | $0.0100 |",
        "| **all** | 1 of 1 | 3 | 1,234 | $0.0100 |",
    ]
