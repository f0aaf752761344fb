"""The work of masking grows with the text only, whatever the text and the key."""

import json
import sys
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.plugin.transport.keys import HEX_KEY, MASK

from assemblyai_tools.transport.key_forms import ESCAPES, folded
from assemblyai_tools.transport.key_masking import KeyMask
from assemblyai_tools.transport.key_search import Pieces, finders_of


def calls_for(act):
    """How many functions are called meanwhile, those written in C too."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


PERIODS = ["a", "ab", "a1", "1a2", "a1b2c3d4", "a1-", "0000000a", "a-------1", HEX_KEY]
"""What keys and texts are made of that find themselves at many places."""


@settings(deadline=None, max_examples=60)
@given(period=st.sampled_from(PERIODS), length=st.integers(8, 512), other=st.sampled_from(PERIODS))
@example(period="a1", length=512, other="a1")
def test_the_work_grows_with_the_text_only_whatever_the_key_and_the_text(period, length, other):
    key = (period * length)[:length]
    text = (other * 4_000)[:4_000] + key + "x" + (period * 4_000)[:4_000]
    letters = folded(text)
    for finder in finders_of(key):
        if isinstance(finder, Pieces):
            places = [place for around in finder.candidates(letters) for place in around]
            assert len(places) == len(set(places)) <= len(letters), "each place is looked at once"
    mask = KeyMask([key])
    assert calls_for(lambda: mask(text)) < 40 * len(text) + 20_000


@pytest.mark.parametrize("length", [1_000, 60_000])
def test_a_key_that_is_too_long_costs_next_to_nothing(length):
    key = "a1" * (length // 2)
    assert calls_for(lambda: KeyMask([key])(f"{key} or {key}")) < 100


RUNS = {
    "%": ["{}%", "{}%25", "%{}2525", "{}%2"],
    "\\": ["{}\\", "{}\\u00", "{}\\x", "{}\\\\u005c", "{}\\n", "%{}5c"],
    "&": ["{}&", "&{}amp;", "{}&amp;", "&#{}0", "&#x{}0", "{}&#", "{}&#x", "{}&amp;#"],
    "0x": ["{}0x", "{}0x0", "{}0x00 "],
}
"""What may be repeated in a text with escapes, after what stands before {}, by the sign of the escape."""


@pytest.mark.parametrize("run", [run for runs in RUNS.values() for run in runs])
def test_long_runs_of_escapes_take_a_moment_only(run):
    # With the square of its length, one run would take minutes.
    before, repeated = run.split("{}")
    text = before + repeated * 300_000
    assert KeyMask([HEX_KEY])(f"{text} {HEX_KEY}").endswith(f" {MASK}")


def test_every_escape_is_among_those_with_long_runs():
    assert {escape.sign for escape in ESCAPES} == set(RUNS)


@pytest.mark.parametrize("key", ["a" * 512, "ab" * 100, "a1" * 256, "a-" * 256, "-" * 512, "a1" * 300])
def test_a_long_run_of_what_a_key_consists_of_takes_a_moment_only(key):
    text = f"x{key[:2] * 500_000}x {key}"
    assert KeyMask([key])(text).endswith(MASK)


def test_escapes_within_escapes_are_undone_once_each():
    text = HEX_KEY
    for _ in range(6):
        text = quote(json.dumps(text))
    assert KeyMask([HEX_KEY])(text * 2_000).count(MASK) == 2_000


def test_many_heads_in_one_run_are_masked_as_one():
    assert KeyMask([HEX_KEY])(HEX_KEY[:8] * 100_000) == MASK
