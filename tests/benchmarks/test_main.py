import json
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks import committed, headline
from benchmarks.figure import Figure, Goal
from benchmarks.table import number

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text()


def test_the_committed_table_shows_every_committed_figure():
    results, readme = json.loads(committed.RESULTS.read_text()), committed.README.read_text()
    assert results["figures"].keys() == bench._sections(None).keys()
    for figures in results["figures"].values():
        for figure in figures:
            shown = "not measured" if figure["ours"] is None else f"{number(figure['ours'])} {figure['unit']}"
            assert f"| {figure['what']} | {shown}" in readme


def test_the_projects_readme_shows_the_three_numbers_as_they_were_measured():
    assert headline.rows(committed.read()[1]) in committed.FRONT.read_text()


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(capsys):
    with pytest.raises(SystemExit):
        bench.main(["--only", "everything"])
    assert "waiting" in capsys.readouterr().err


@pytest.fixture
def copies(monkeypatch, tmp_path):
    """What is committed, to be replaced without harm."""
    for name in ("README", "RESULTS", "FRONT"):
        copy = tmp_path / f"{name}-{getattr(committed, name).name}"
        copy.write_bytes(getattr(committed, name).read_bytes())
        monkeypatch.setattr(committed, name, copy)
    return tmp_path


NEW = Figure("new", "tokens", 7.0, {"peer": 14.0}, Goal("most", 8))


def measuring(monkeypatch, *names):
    monkeypatch.setattr(bench, "_sections", lambda _: {name: lambda: [NEW] for name in names})


def test_a_part_that_is_timed_replaces_nothing_alone(monkeypatch, capsys, copies):
    before = {file.name: file.read_bytes() for file in copies.iterdir()}
    measuring(monkeypatch, "start", "load")
    assert bench.main(["--only", "start"]) == 0
    assert "### Start" in capsys.readouterr().out
    assert {file.name: file.read_bytes() for file in copies.iterdir()} == before


def test_the_part_that_is_counted_replaces_itself_and_nothing_else(monkeypatch, copies):
    facts, figures = committed.read()
    measuring(monkeypatch, "tokens")
    monkeypatch.setattr(committed.headline, "rows", lambda _: "")
    assert bench.main(["--only", "tokens"]) == 0
    new_facts, new_figures = committed.read()
    assert new_figures == figures | {"tokens": [NEW]}
    assert new_facts.items() >= {name: fact for name, fact in facts.items() if "OpenAPI" not in name}.items()
    assert "| new | 7 tokens | peer: 14 (0.5x) | at most 8: met |" in committed.README.read_text()


def test_a_whole_run_replaces_everything_but_the_text_around_the_table(monkeypatch, copies):
    before = committed.README.read_text().partition(committed._BEGIN)[0]
    measuring(monkeypatch, "tokens", "start")
    monkeypatch.setattr(committed.headline, "rows", lambda _: "| three | new | numbers |\n")
    around = committed.FRONT.read_text().partition(committed._FRONT_TITLES)
    assert bench.main([]) == 0
    front = around[0] + around[1] + "| three | new | numbers |\n\n" + around[2].partition("\n\n")[2]
    assert committed.FRONT.read_text() == front
    assert committed.read()[1] == {"tokens": [NEW], "start": [NEW]}
    assert committed.README.read_text().startswith(before + committed._BEGIN)


def test_make_bench_runs_it():
    assert "$(BIN)/python -m benchmarks" in MAKEFILE
