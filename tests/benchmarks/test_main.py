import json
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks.table import number

MAKEFILE = (Path(__file__).parents[2] / "Makefile").read_text()


def test_the_committed_table_shows_every_committed_figure():
    results, readme = json.loads(bench.RESULTS.read_text()), bench.README.read_text()
    assert results["figures"].keys() == bench._sections(None).keys()
    for figures in results["figures"].values():
        for figure in figures:
            shown = "not measured" if figure["ours"] is None else f"{number(figure['ours'])} {figure['unit']}"
            assert f"| {figure['what']} | {shown}" in readme


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(capsys):
    with pytest.raises(SystemExit):
        bench.main(["--only", "everything"])
    assert "waiting" in capsys.readouterr().err


def test_a_part_alone_replaces_nothing(monkeypatch, capsys):
    def unwritten(*_):
        raise AssertionError("a part must not be written")

    monkeypatch.setattr(bench, "_write", unwritten)
    monkeypatch.setattr(bench, "_sections", lambda _: {"tokens": list})
    assert bench.main(["--only", "tokens"]) == 0
    assert "### Tokens" in capsys.readouterr().out


def test_make_bench_runs_it():
    assert "$(BIN)/python -m benchmarks" in MAKEFILE
