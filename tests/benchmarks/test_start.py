import pytest
from benchmarks import child, start


@pytest.fixture
def imports(monkeypatch):
    """Walls in seconds that grow by one with every process, Python's own first."""
    started = []

    def timed(command):
        started.append(command[-1])
        return {"wall": float(len(started))}

    monkeypatch.setattr(child, "timed", timed)
    monkeypatch.setattr(child, "run", lambda _side, **_options: {"wall": 0.07})
    return started


def test_what_python_itself_takes_is_measured_in_the_round_from_which_it_is_subtracted(imports):
    first, second = start._imports(), start._imports()
    assert imports.count("pass") == 2
    assert first == second
    assert (first["python"], first["client"]) == (0, 1000)


def test_a_langchain_tool_is_shown_beside_what_it_is_built_on_and_after_it(imports):
    *_, toolkit, tool, after = start._of_imports(start._imports())
    assert [*toolkit.peers] == [*tool.peers] == ["langchain_core's BaseTool alone"]
    assert (after.ours, after.met) == (70, False)


def test_an_import_after_another_is_timed_alone():
    assert child.run("import_after", first="import json", then="assert True").keys() >= {"wall", "cpu"}
