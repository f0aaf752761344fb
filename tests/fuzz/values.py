"""Strategies: JSON values of every kind, bodies with one of them in some place, texts, and headers."""

import copy
import json
from urllib.parse import quote

from hypothesis import strategies as st

URLS = (
    "http://[::1",
    "http://127.0.0.1:99999/a.mp3",
    "http://127.0.0.1:" + "9" * 5000,
    "http://127.0.0.1:9/\u0000",
    "http://",
    "https://xn--/",
    "http://127.0.0.1:9/" + "a" * 100_000,
    "http://user:pass@127.0.0.1:9/%zz?#",
)
"""None of these leaves this machine."""

_ODD = (
    *(None, True, False, "", " ", "\x00", "\ud800", "a" * 5000, "2026-02-30", "9999-12-31", "0001-01-01"),
    *(0, -1, 1, 2**31, 2**63 - 1, -(2**63), 2**63, 10**18, 10**400, 0.5, -0.0, 1e308, 5e-324),
    *([], {}, [[]], [{}], [None], {"": None}, {"a": {"b": [1]}}, [0] * 1000, ["a", 1, None]),
    *URLS,
)

KINDS = (None, True, "x", "\x00", -1, 10**18, 0.5, [], {}, [[]], [{}], {"a": 1}, URLS[0], URLS[1])
"""A value of each kind, for every place of a body in turn."""

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.sampled_from(_ODD).map(copy.deepcopy) | st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)

ODD_TEXTS = (
    "",
    "0",
    "-1",
    "1e9",
    "9" * 5000,
    "²",
    "١٢",
    "null",
    "a,,b",
    ",",
    "%",
    "\x00",
    "9999-12-31",
    "0001-01-01",
)
TEXT = st.sampled_from(ODD_TEXTS) | st.integers().map(str) | st.text()

_ESCAPES = st.sampled_from(("%00", "%", "%zz", "%ff", "%c3%28", "%ed%a0%80", "%2f", "%0d%0a", "..", "+"))
RAW_QUERY = st.lists(_ESCAPES | st.sampled_from("&=;?ab1,[]"), max_size=30).map(
    lambda parts: "".join(parts).encode()
)
PATH_PART = _ESCAPES | TEXT.filter(bool).map(lambda text: quote(text, safe="")[:2000])

_HEADER_NAMES = (
    *("authorization", "host", "content-length", "content-type", "content-encoding", "transfer-encoding"),
    *(
        "accept",
        "accept-encoding",
        "range",
        "if-range",
        "if-none-match",
        "cookie",
        "expect",
        "x-forwarded-for",
    ),
    *("x-emulator-fault", "connection", "upgrade", "origin"),
)
_HEADER_VALUE = st.sampled_from(
    (
        b"",
        b"[::1",
        b"a:99999999",
        b"bytes=9-1",
        b"bytes=0-,5-",
        b"-1",
        b"\xff",
        b"Bearer",
        b"Bearer a b",
        b"9" * 5000,
    )
) | st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0")).map(
    lambda text: text.encode("latin-1")
)
HEADERS = st.lists(
    st.tuples(st.sampled_from(_HEADER_NAMES).map(str.encode), _HEADER_VALUE).filter(
        # A fault that is asked for is no failure.
        lambda header: header[0] != b"x-emulator-fault" or not header[1].strip()[:1].isdigit()
    ),
    max_size=4,
)


@st.composite
def bodies(draw, seed: dict) -> bytes:
    """The seed with up to three of its values, at any depth, exchanged for anything; or anything at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary() | JSON.map(_encoded))
    body = copy.deepcopy(seed)
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_places(body)) or [(body, "a")]))
        holder[key] = draw(JSON)
    return _encoded(body)


def each_place(seed: dict):
    """The seed as often as it has values, at any depth, times the kinds; each time one value is of another kind."""
    for number in range(len(list(_places(seed)))):
        for kind in KINDS:
            body = copy.deepcopy(seed)
            holder, key = list(_places(body))[number]
            holder[key] = kind
            yield _encoded(body)


def _places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from _places(inner)


def _encoded(value) -> bytes:
    return json.dumps(value).encode()
