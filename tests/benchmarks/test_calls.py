from benchmarks import child
from benchmarks.overhead import _finished

WAYS = {"httpx", "client", "langchain"}
EMPTY = {"empty", "structured"}


def test_every_way_of_a_call_is_timed_blocking_and_async():
    with child.stub() as url:
        seen = child.run("calls", url=url, key="k", transcript_id=_finished(url), blocks=1)
    expected = {f"{way}{mode}" for way in WAYS for mode in ("", " async")}
    expected |= {f"langchain{mode} {tool}" for tool in EMPTY for mode in ("", " async")}
    assert seen.keys() == {*expected, "peak_mb"}
