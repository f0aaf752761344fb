"""What `make bench` is made of works: every side against the stub, the servers, the report."""

import json
import re
from pathlib import Path

import httpx
import pytest
from benchmarks import child, report, servers
from benchmarks.faults import Outcome
from benchmarks.figure import Figure, Goal
from benchmarks.servers import HttpServer, StdioServer
from benchmarks.sides import calls, many, upload

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:assemblyai")

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def url():
    with child.stub() as address:
        yield address


def seen_by_stub(url, key):
    return httpx.get(f"{url}/stub", headers={"Authorization": key}).json()


@pytest.mark.parametrize(
    ("side", "options"),
    [(many.ours, {"apart": True}), (many.webhook, {}), (many.sdk, {}), (many.sdk_threads, {"threads": 2})],
)
def test_a_side_returns_each_of_many_jobs_after_its_end(url, side, options):
    measured = side(url, side.__name__, [0.0, 0.0], **options)
    seen = seen_by_stub(url, side.__name__)
    assert measured["failed"] == {}
    assert measured["returned"].keys() == seen["jobs"].keys()
    assert all(measured["returned"][name] >= job["ends"] for name, job in seen["jobs"].items())
    audio = [many.address(index, 0.0) for index in range(2)]
    assert Outcome.of(audio, measured, seen) == Outcome(lost=0, by_id=0, twice=0)


@pytest.mark.parametrize(
    "side", [upload.ours, upload.ours_async, upload.httpx, upload.httpx_async, upload.sdk]
)
def test_a_side_uploads_a_file(url, tmp_path, side):
    file = tmp_path / "file.bin"
    file.write_bytes(bytes(1_500_000))
    assert side(url, str(file), str(file)).keys() == {"wall", "cpu"}


def test_each_way_to_make_a_call_is_timed_blocking_and_async(url):
    job = {"audio_url": many.address(0, 0.0)}
    name = httpx.post(f"{url}/v2/transcript", json=job, headers={"Authorization": "k"}).json()["id"]
    ways = {"httpx", "client", "langchain"}
    empty = {f"langchain{mode} {tool}" for tool in ("empty", "structured") for mode in ("", " async")}
    seen = calls.run(url, "k", name, blocks=1)
    assert seen.keys() == ways | {f"{way} async" for way in ways} | empty


def test_a_side_in_a_process_of_its_own_says_how_much_memory_it_took(url, tmp_path):
    file = tmp_path / "file.bin"
    file.write_bytes(b"sound")
    assert child.run("upload.httpx", url=url, small=str(file), large=str(file))["peak_mb"] > 10


@pytest.mark.parametrize("transport", [StdioServer, HttpServer])
def test_a_server_is_called_in_plain_json_and_its_errors_are_raised(transport):
    with transport(servers.BARE, child.environment()) as server:
        assert '"hello"' in server.call("empty", {"text": "hello"})
        with pytest.raises(RuntimeError, match="missing"):
            server.call("missing", {})


def test_a_lost_job_has_neither_a_result_nor_its_own_id_and_a_second_job_is_paid_for_twice():
    audio = [many.address(index, 2.0) for index in range(4)]
    jobs = {"k-0": 0, "k-1": 1, "k-12": 2, "again": 0}
    seen = {"jobs": {name: {"audio_url": audio[index]} for name, index in jobs.items()}}
    errors = {
        audio[1]: {"text": "failed to retrieve k-12", "transcript_id": None},
        audio[2]: {"text": "failed to retrieve k-12: 503", "transcript_id": None},
        audio[3]: {"text": "refused", "transcript_id": None},
    }
    measured = {"returned": {"k-0": 1.0}, "failed": errors}
    assert Outcome.of(audio, measured, seen) == Outcome(lost=2, by_id=1, twice=1)


def test_a_table_has_ratios_and_says_which_goals_were_missed():
    figures = [
        Figure("lag", "s", 0.5, {"SDK": 1.5, "curl": 0}, Goal(0.6), "200 jobs"),
        Figure("time", "s", 2.0, {"SDK": 4.0}, Goal(0.25, "SDK")),
    ]
    assert report.markdown({"system": "Linux"}, {"waiting": figures}) == (
        "- system: Linux\n\n"
        "### Waiting\n\n"
        "| what | ours | beside | goal |\n"
        "| --- | --- | --- | --- |\n"
        "| lag | 0.5 s (200 jobs) | SDK: 1.50 (0.33x); curl: 0 | at most 0.6: met |\n"
        "| time | 2 s | SDK: 4 (0.5x) | at most 0.25x SDK: **missed** |\n"
    )


def test_a_run_replaces_the_numbers_and_nothing_else(monkeypatch, tmp_path):
    for name in ("README", "RESULTS", "FRONT"):
        copy = tmp_path / f"{name}.md"
        copy.write_bytes(getattr(report, name).read_bytes())
        monkeypatch.setattr(report, name, copy)
    before = report.README.read_text(), report.FRONT.read_text()
    results = json.loads(report.RESULTS.read_text())
    known = ("what", "unit", "ours", "peers", "note")
    figures = {
        part: [Figure(**{key: figure[key] for key in known}) for figure in found]
        for part, found in results["figures"].items()
    }
    report.write(results["machine"], figures)
    after = report.README.read_text(), report.FRONT.read_text()
    assert after[1] == before[1]
    assert after[0].splitlines()[0] == before[0].splitlines()[0]


def test_the_projects_readme_shows_three_numbers_of_the_committed_run():
    figures = json.loads(report.RESULTS.read_text())["figures"]
    assert report.headline(figures) in report.FRONT.read_text()


def test_no_other_test_depends_on_the_benchmarks():
    importing = re.compile(r"^\s*(?:from|import) benchmarks\b", re.MULTILINE)
    assert [
        file
        for file in TESTS.rglob("*.py")
        # `make attack` is a report as well, and uses the same stub.
        if file.relative_to(TESTS).parts[0] not in {"benchmarks", "attack"}
        and importing.search(file.read_text())
    ] == []
