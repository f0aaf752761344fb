"""What an agent's context is charged stays small, however long the recording: the ceilings that are promised."""

import json
from dataclasses import replace

import pytest
from benchmarks import servers
from benchmarks.committed import RESULTS
from benchmarks.conversation import talks
from benchmarks.tokenizer import tokens
from benchmarks.tokens import definitions, of_definitions, of_talks

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Settings

MOST_BYTES_OF_A_DEFINITION = 1_250
"""On average over all tools."""
MOST_CHARACTERS_OF_A_RESULT = 20_000
MOST_TOKENS_OF_A_CONVERSATION = 12_000
HOURS = (1, 10)
COMMITTED = {figure["what"]: figure for figure in json.loads(RESULTS.read_text())["figures"]["tokens"]}
STALE = "benchmarks/results.json and the table are not what the code gives now: run make bench ONLY=tokens"


@pytest.fixture(scope="module")
def talked(tmp_path_factory):
    """Every tool once, on an hour and on ten hours of two people speaking."""
    with talks(tmp_path_factory.mktemp("talks"), HOURS) as prepared:
        yield {hours: talk.every_tool_once(read=hours == 1) for hours, talk in prepared.items()}


@pytest.mark.catalogue
async def test_all_definitions_together_stay_small():
    listed = await ToolServer(AsyncClient(Settings(llm="lemur", allowed_dirs=()))).list_tools()
    size = len(
        json.dumps(
            {"tools": [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed]},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
    )
    assert size < MOST_BYTES_OF_A_DEFINITION * len(ALL_OPERATIONS)


@pytest.mark.parametrize("hours", HOURS)
def test_no_default_result_outgrows_its_budget_however_long_the_recording(talked, hours):
    sizes = {exchange.name: len(exchange.text) for exchange in talked[hours].defaults}
    assert sizes.keys() == {operation.name for operation in ALL_OPERATIONS}
    assert {name: size for name, size in sizes.items() if size > MOST_CHARACTERS_OF_A_RESULT} == {}


@pytest.mark.parametrize("hours", HOURS)
def test_long_results_say_that_there_is_more(talked, hours):
    whole = {"transcribe", "get_transcript", "get_sentences", "get_paragraphs", "get_subtitles"}
    texts = {exchange.name: exchange.text for exchange in talked[hours].defaults}
    assert all("more characters were left out; " in texts[name] for name in whole)


def test_a_conversation_with_every_tool_about_an_hour_of_speech_stays_under_twelve_thousand_tokens(talked):
    said = [(exchange.call, exchange.text) for exchange in talked[1].exchanges]
    assert len(said) == len(ALL_OPERATIONS)
    assert sum(tokens(call) + tokens(text) for call, text in said) < MOST_TOKENS_OF_A_CONVERSATION


def in_table(name):
    """Whether the table has this operation; it gets a new one at the next `make bench`."""
    return f"definition of {name}" in COMMITTED


def test_the_committed_table_has_the_definitions_as_they_are():
    listed = {name: text for name, text in definitions(servers.OURS).items() if in_table(name)}
    now = of_definitions(listed, None)
    assert {figure.what: figure.ours for figure in now} == {
        figure["what"]: figure["ours"] for figure in COMMITTED.values() if "definition" in figure["what"]
    }, STALE


def test_the_committed_table_has_the_results_almost_as_they_are(talked):
    """Three in a hundred or sixteen tokens: another word in a sentence is no reason to measure everything again."""
    measured = {
        hours: replace(talk, exchanges=[exchange for exchange in talk.exchanges if in_table(exchange.name)])
        for hours, talk in talked.items()
    }
    now = {figure.what: figure for figure in of_talks(measured)}
    assert now.keys() == {what for what in COMMITTED if "definition" not in what}, STALE
    counted = {what: {"ours": figure.ours, **figure.peers} for what, figure in now.items()}
    assert counted == {
        what: pytest.approx({"ours": COMMITTED[what]["ours"], **COMMITTED[what]["peers"]}, rel=0.03, abs=16)
        for what in now
    }, STALE
