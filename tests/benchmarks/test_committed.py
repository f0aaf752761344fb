import json

import pytest
from benchmarks import __main__ as bench
from benchmarks import committed
from benchmarks.committed import GENERATED, OPENAPI_FACT, Generated
from benchmarks.tokens import of_definitions

OURS = {"one": '{"name":"one"}'}
THEIRS = Generated(size=300, tokens=12, note="17 tools are generated")


@pytest.fixture
def results(monkeypatch, tmp_path):
    monkeypatch.setattr(committed, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(committed, "README", tmp_path / "README.md")
    monkeypatch.setattr(committed, "FRONT", tmp_path / "front.md")
    monkeypatch.setattr(committed.headline, "rows", lambda _: "")
    for file in (committed.README, committed.FRONT):
        file.write_text("Words.\n")
    return tmp_path / "results.json"


def keep(results, generated, facts):
    figures = [figure.to_json() for figure in of_definitions(OURS, generated)]
    results.write_text(json.dumps({"machine": facts, "figures": {"tokens": figures}}))


def test_what_was_counted_of_a_generated_server_outlives_runs_without_an_openapi_file(results):
    facts = {OPENAPI_FACT: "api.yml (API 1.2)"}
    for generated in (THEIRS, None):
        keep(results, generated or committed.generated(), facts)
        kept = committed.generated()
        assert (kept.size, kept.tokens, kept.note) == (THEIRS.size, THEIRS.tokens, THEIRS.note)
        facts = {OPENAPI_FACT: kept.file}
        assert kept.file == "api.yml (API 1.2) (counted in an earlier run)"


def test_an_older_run_did_not_say_which_file_it_was(results):
    keep(results, THEIRS, {})
    assert committed.generated().file == "not recorded (counted in an earlier run)"


def test_nothing_is_carried_over_from_no_run_or_from_one_that_never_had_the_file(results):
    assert committed.generated() is None
    keep(results, None, {})
    assert committed.generated() is None
    assert all(GENERATED not in figure.peers for figure in of_definitions(OURS, None))


@pytest.mark.parametrize(("parts", "said"), [(["tokens"], True), (["start"], False)])
def test_the_facts_name_the_file_where_its_tokens_are_shown(results, monkeypatch, capsys, parts, said):
    keep(results, THEIRS, {OPENAPI_FACT: "api.yml (API 1.2)"})
    monkeypatch.setattr(bench, "_sections", lambda _: dict.fromkeys(("tokens", "start"), list))
    bench.main([word for part in parts for word in ("--only", part)])
    shown = f"- {OPENAPI_FACT}: api.yml (API 1.2) (counted in an earlier run)\n"
    assert (shown in capsys.readouterr().out) is said
