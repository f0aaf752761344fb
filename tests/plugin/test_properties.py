"""What holds for any input: ids, paths, word lists, pages, cuts, clean text, times."""

import re
import unicodedata

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assemblyai_tools import InvalidArgumentsError, search_words
from assemblyai_tools.arguments.values import is_absent
from assemblyai_tools.ids import check_id, path
from assemblyai_tools.results.budget import clip_lines
from assemblyai_tools.results.folding import search_terms
from assemblyai_tools.results.speech import Line, page
from assemblyai_tools.text import clean, clock_time, span
from assemblyai_tools.text.fence import fence

pytestmark = pytest.mark.no_cover
"""Coverage would slow down the same lines for hundreds of examples; other tests cover them."""

moderately = settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)

ANY_TEXT = st.text(max_size=80)
NEARLY_AN_ID = st.text(alphabet="abZ09_-./%?#&\\{} \n\u00e9", max_size=70)
SHAPERS = "\u200c\u200d\u180b\u180c\u180d\u180e\u180f"
"""Joiners and selectors, which some scripts need."""

FILLERS = "\u115f\u1160\u2800\u3164\uffa0\U0001d159\U00013441\U00013442"
"""Letters and signs that are not drawn."""

FORBIDDEN = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Unicode's bidirectional controls (UAX 9)."""


@moderately
@given(ANY_TEXT | NEARLY_AN_ID | st.from_regex(r"[A-Za-z0-9_-]{1,64}\n?", fullmatch=True))
def test_only_an_id_becomes_part_of_a_path(value):
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value, re.ASCII):
        assert check_id(value) == value
        assert path("/v2/{thing}/words", thing=value) == f"/v2/{value}/words"
    else:
        for attempt in (lambda: check_id(value), lambda: path("/v2/{thing}/words", thing=value)):
            with pytest.raises(InvalidArgumentsError):
                attempt()


@moderately
@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
def test_a_path_never_climbs_or_branches(value):
    built = path("/v2/{thing}/words", thing=value)
    assert ".." not in built
    assert built.count("/") == 3


@moderately
@given(st.lists(ANY_TEXT | st.text(alphabet="ab ,.\n'", max_size=20), max_size=5))
def test_searched_words_are_sent_separately_and_whole_or_looked_up_or_refused(words):
    words = [word for word in words if not is_absent(word)]
    try:
        flow = search_words(transcript_ids=["t1"], words=words)
    except InvalidArgumentsError:
        assert not words or any(not search_terms(word) or len(word.split()) > 5 for word in words)
        return
    request = next(flow)
    if "words" not in request.query:
        assert request.path == "/v2/transcript/t1"
        assert not all(re.fullmatch(r"\s*[A-Za-z]+\s*", word) for word in words)
        return
    sent = request.query["words"].split(",")
    assert [term.lower() for term in sent] == list(
        dict.fromkeys("".join(search_terms(word)) for word in words)
    )


TIME = st.integers(0, 20_000)
LINES = st.lists(
    st.builds(
        lambda text, start, length, speaker: Line(
            text=text, start=start, end=None if start is None else start + length, speaker=speaker
        ),
        st.text(alphabet="ab ", max_size=60),
        st.none() | TIME | st.integers(0, 5).map(lambda n: n * 1000),
        st.integers(0, 9_000),
        st.none() | st.sampled_from("AB"),
    ),
    max_size=25,
)
BUDGET = st.integers(1, 300)


def numbered(lines):
    """The lines, each with its number in front."""
    return [line.model_copy(update={"text": f"{n}:{line.text}"}) for n, line in enumerate(lines)]


@moderately
@given(LINES, BUDGET)
def test_following_the_pages_ends_and_shows_every_line_once_if_there_are_times(lines, budget):
    timed, start, shown = numbered(lines), 0, []
    for _ in range(len(timed) + 1):
        found = page(timed, start, max(budget, 5))
        shown += [line.text.partition(":")[0] for line in found.lines]
        if found.next_start is None:
            break
        assert found.next_start > start or not shown or found.next_start == 0 < len(found.lines)
        start = found.next_start
    else:
        pytest.fail("the pages never end")
    if any(line.start is not None for line in timed):
        assert sorted(shown, key=int) == [str(n) for n in range(len(timed))]
    else:
        assert shown == [str(n) for n in range(len(shown))]


@moderately
@given(LINES, TIME, st.integers(0, 300), st.booleans())
def test_what_a_page_shows_and_what_it_leaves_out_add_up(lines, start, budget, force):
    found = page(lines, start, budget, force=force)
    wanted = page(lines, start, 10_000_000)
    assert wanted.left_out == 0
    assert wanted.next_start is None
    kept = sum(len(line.text.removesuffix("... (cut)")) for line in found.lines)
    assert kept + found.left_out == sum(len(line.text) for line in wanted.lines)
    assert len(found.lines) <= len(wanted.lines)
    assert bool(found.lines) or not (force and wanted.lines)


@moderately
@given(LINES, TIME, BUDGET)
def test_without_force_a_page_stays_within_its_budget(lines, start, budget):
    found = page(lines, start, budget, force=False)
    assert sum(len(line.render()) + 1 for line in found.lines) <= budget


@moderately
@given(st.text(alphabet="ab\n", max_size=60), st.integers(0, 70))
def test_clipped_text_is_the_start_of_the_text_within_the_budget(text, budget):
    kept, left_out = clip_lines(text, budget)
    assert text.startswith(kept)
    assert len(kept) <= budget
    assert len(kept) + left_out == len(text)
    assert not left_out or "\n" not in text[1:budget] or text[len(kept)] == "\n"


@moderately
@given(
    st.text(max_size=100)
    | st.text(alphabet=f"a\n\t\x00\x1b\x7f\x9b{SHAPERS}\ufeff\u0645\u1820\U0001f469{FORBIDDEN}")
)
def test_clean_text_has_no_invisible_characters_and_cleaning_it_again_changes_nothing(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set(FORBIDDEN)
    hidden = {c for c in cleaned if regex.match(r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{DI}]", c)}
    assert hidden <= {"\n", "\t", *SHAPERS, *(c for c in hidden if regex.match(r"\p{PCM}", c))}
    assert [c for c in text if unicodedata.category(c)[0] in "LNPS" and c not in FILLERS] == [
        c for c in cleaned if unicodedata.category(c)[0] in "LNPS"
    ]


@moderately
@given(
    st.lists(st.sampled_from(["<", "/", " ", "\u200d", "transcript", "TRANSCRIPT", ">", "a"]), max_size=12)
)
def test_speech_never_closes_its_fence(pieces):
    fenced = fence("".join(pieces), "t1")
    inner = re.fullmatch(r'<(transcript-\d{9}) id="t1">\n(.*)\n</\1>', fenced, re.DOTALL)[2]
    bare = re.sub(r"[\s\u200d]", "", inner.lower())
    assert not re.search(r"</transcript(?![a-z])|<transcript/*>", bare)


@moderately
@given(st.integers(0, 400_000_000))
def test_a_clock_time_shows_the_whole_seconds(milliseconds):
    parts = [int(part) for part in clock_time(milliseconds).split(":")]
    assert sum(part * 60**power for power, part in enumerate(reversed(parts))) == milliseconds // 1000
    assert all(part < 60 for part in parts[1:])


@moderately
@given(st.integers(0, 400_000_000))
def test_a_duration_is_exact_to_its_last_unit(milliseconds):
    units = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000}
    words = span(milliseconds).split()
    said = sum(int(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert 0 <= milliseconds - said < units[words[-1]]
