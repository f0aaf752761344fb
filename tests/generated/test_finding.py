"""The ranks that tests/wording/ranks.toml keeps are those of today's words."""

import os
from importlib.util import find_spec

import pytest
from tests.wording.ranks import KEPT, Ranks

from assemblyai_emulator.reasoning.embeddings import WEIGHTS

pytestmark = [
    pytest.mark.catalogue,
    pytest.mark.skipif(
        find_spec(WEIGHTS.package) is None, reason="no wheel of the embedding model's runtime"
    ),
]

UPDATE = os.environ.get("UPDATE_GENERATED") == "1"
STALE = "the tools' words or the requests have changed: run make generate, and see in the diff what is found worse"

MOST_NEAR_TIES = 0.05
"""The share of requests whose places may differ though no word does: another processor adds in another order."""


async def test_the_kept_ranks_are_those_of_the_tools_words():
    now = await Ranks.measure()
    kept = Ranks.kept() if KEPT.exists() else None
    if UPDATE and (kept is None or kept.digest != now.digest):
        now.keep()
        kept = now
    assert kept is not None, STALE
    assert kept.digest == now.digest, STALE
    differ = [text for text, places in now.places.items() if places != kept.places[text]]
    assert len(differ) <= MOST_NEAR_TIES * len(now.places), differ
