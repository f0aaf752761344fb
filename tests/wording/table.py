"""The kept ranks as the README tells them."""

from tests.wording.ranks import SEARCHES, Ranks, Request

_NAMES = {
    "by words": "by words (BM25, as FastMCP's tool search)",
    "by meaning": "by meaning (MiniLM embeddings, as langgraph-bigtool)",
    "by both": "by both (the two rankings fused)",
}


def told() -> str:
    """The sentences and the table of the section."""
    ranks, requests = Ranks.kept(), Request.all()
    held_out = [request for request in requests if request.held_out]
    served, held = (sum(bool(one.tools) for one in some) for some in (requests, held_out))
    head = (
        f"Does a host's tool search find the right tool? Measured on {ranks.measured}, with {served} requests as people"
        "\nmake them, each with the query that a model writes for it, and "
        f"{len(requests) - served} that no tool serves\n"
        "([requests](tests/wording/requests.toml), [ranks](tests/wording/ranks.toml)). No real model took part: the\n"
        "queries were written down beforehand.\n\n"
    )
    columns = (
        f"| the right tool is found | first | among three | first, of {held} held out | among three of these |\n"
        "|---|---|---|---|---|\n"
    )
    rows = [_row(ranks, requests, held_out, "search", search, _NAMES[search]) for search in SEARCHES]
    rows.append(
        _row(ranks, requests, held_out, "text", "by both", "by both, of the person's own words instead")
    )
    least = ranks.threshold("search", [request for request in requests if request.first_half])
    offered, refused = ranks.right("search", [one for one in requests if not one.first_half], least)
    tail = (
        "\nThe held out requests were not looked at while the words were mended. With the threshold that suits one\n"
        f"half of all requests best, a cosine of {least:.2f}, {offered:.0%} of those in the other half that a tool\n"
        f"serves get one, and {1 - refused:.0%} of those that none serves.\n"
    )
    return head + columns + "".join(rows) + tail


def _row(ranks, requests, held_out, field, search, name) -> str:
    shares = [ranks.share(field, search, most, some) for some in (requests, held_out) for most in (1, 3)]
    return f"| {name} | {' | '.join(f'{share:.1%}' for share in shares)} |\n"
