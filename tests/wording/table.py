"""The kept ranks as the README tells them."""

from tests.wording.ranks import SEARCHES, Ranks, Request

FIRST, AMONG_THREE = 0.9, 0.98
"""The aim: the shares of the held out requests whose tool is found first, and among the first three."""

_EARLIER = """\
With the words of 2026-11-26 it was 100.0% by both, 96.3% by words and 90.7% by meaning, and 53.7% for the person's own
words: of these requests the mending found more by meaning and by the person's own words, and one fewer by both."""
"""The same held out requests, first, with earlier descriptions. Measure it anew, or drop it, when those change."""

_NAMES = {
    "by words": "by words (BM25, as FastMCP's tool search)",
    "by meaning": "by meaning (MiniLM embeddings, as langgraph-bigtool)",
    "by both": "by both (the two rankings fused)",
}


def told() -> str:
    """The sentences and the table of the section."""
    ranks, requests = Ranks.kept(), Request.all()
    held_out = [request for request in requests if request.held_out]
    mended = [request for request in requests if not request.held_out]
    served, open_ones, held = (sum(bool(one.tools) for one in some) for some in (requests, mended, held_out))
    reached = all(
        ranks.share("search", "by both", most, held_out) >= aim
        for most, aim in ((1, FIRST), (3, AMONG_THREE))
    )
    head = (
        "Many hosts show a model no list of tools: it searches them. Two ways to search are common, by words and by\n"
        f"meaning, and both together. Measured on {ranks.measured}, with {served} requests that a tool serves and\n"
        f"{len(requests) - served} that none does ([requests](tests/wording/requests.toml),\n"
        "[ranks](tests/wording/ranks.toml)). Models wrote the requests, as people phrase them, and for each one the\n"
        "query that a model would search with. Only this server's tools were searched.\n\n"
        f"The tools' words were mended for {open_ones} of the requests. The other {held} were held out, and their\n"
        "queries come from a model that did not know the tools. The aim is that by both together a query finds the\n"
        f"right tool first in {FIRST:.0%} and among three in {AMONG_THREE:.0%} of those held out: it is "
        f"{'' if reached else 'not '}reached.\n"
        f"{_EARLIER}\n\n"
    )
    columns = (
        f"| the right tool is found | first, of {open_ones} | among three | first, of {held} held out | among three |\n"
        "|---|---|---|---|---|\n"
    )
    rows = [_row(ranks, mended, held_out, "search", search, _NAMES[search]) for search in SEARCHES]
    rows.append(
        _row(ranks, mended, held_out, "text", "by both", "by both, of the person's own words instead")
    )
    least = ranks.threshold("search", [request for request in requests if request.half == 1])
    unserved = sum(not one.tools for one in requests if one.half == 2)
    offered, refused = ranks.right("search", [one for one in requests if one.half == 2], least)
    tail = (
        f"\nWith the threshold that suits one half of all requests best, a cosine of {least:.2f}, {offered:.0%} of\n"
        f"those in the other half that a tool serves get one, and {1 - refused:.0%} of the {unserved} that none\n"
        "serves.\n"
    )
    return head + columns + "".join(rows) + tail


def _row(ranks, mended, held_out, field, search, name) -> str:
    shares = [ranks.share(field, search, most, some) for some in (mended, held_out) for most in (1, 3)]
    return f"| {name} | {' | '.join(f'{share:.1%}' for share in shares)} |\n"
