"""Subtitles: a transcript's words as an SRT or WebVTT file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assemblyai_emulator.wording import pauses
from assemblyai_emulator.wording.scripts import ends_clause, is_unspaced, space_between
from assemblyai_emulator.wording.sentences import split_sentences, split_utterances
from assemblyai_emulator.wording.words import Word, joined

SubtitleFormat = Literal["srt", "vtt"]

CHARS_PER_CAPTION = 60
"""The length of the longest caption in a recorded reply of the service."""

CAPTION_PAUSE_MS = 1000
"""A pause this long ends a caption, so that it does not stay on screen during silence."""

READABLE_MS = 1000
"""Where speakers overlap, the earlier caption stays this long if there is time for both."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: its text, and when it appears and disappears in milliseconds."""

    text: str
    start: int
    end: int


def render(
    words: Sequence[Word], subtitle_format: SubtitleFormat, chars_per_caption: int | None = None
) -> str:
    """Write the words as a subtitle file. Without words it has no cues (the API refuses an empty transcript).

    `chars_per_caption` is the most characters in a caption (60 if None). A longer word gets a caption of its own.
    Raises ValueError if it is below 1.
    https://www.assemblyai.com/docs/api-reference/transcripts/get-subtitles
    """
    width = CHARS_PER_CAPTION if chars_per_caption is None else chars_per_caption
    if width < 1:
        raise ValueError(
            f"chars_per_caption must be at least 1, not {width}; leave it out for {CHARS_PER_CAPTION}."
        )
    cues = without_overlaps([cue for piece in _runs(words) for cue in _captions(piece, width)])
    return _srt(cues) if subtitle_format == "srt" else _vtt(cues)


def without_overlaps(cues: Sequence[Cue]) -> list[Cue]:
    """Sort the cues by start, and shorten overlapping ones so that only one shows at a time."""
    shown: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: cue.start):
        if shown and cue.start < shown[-1].end:
            shown[-1:] = _share_time(shown[-1], cue)
        else:
            shown.append(cue)
    return shown


def _share_time(earlier: Cue, later: Cue) -> tuple[Cue, Cue]:
    """Divide the time of two overlapping cues: usually where the later one begins, otherwise in the middle.

    The later one stays until both have ended, so that the screen is not empty while someone speaks.
    """
    last = max(earlier.end, later.end)
    middle = (earlier.start + last) // 2
    change = max(later.start, min(earlier.start + READABLE_MS, middle), earlier.start + 1)
    return replace(earlier, end=change), replace(later, start=change, end=max(last, change + 1))


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words between which a caption must end: turns, split again at long pauses and at pauses between sentences.

    Where one sentence follows another without a pause, a caption may hold the end of one and the beginning of the
    other, as some do in a recorded reply of the service.
    """
    for turn in split_utterances(words):
        run: list[Word] = []
        for sentence in split_sentences(turn):
            if run and pauses.gap_ms(run[-1], sentence[0]) >= pauses.SENTENCE_PAUSE_MS:
                yield from pauses.split_into_turns(run, CAPTION_PAUSE_MS)
                run = []
            run += sentence
        yield from pauses.split_into_turns(run, CAPTION_PAUSE_MS)


def _captions(words: Sequence[Word], width: int) -> Iterator[Cue]:
    for line in _lines(words, width):
        yield Cue(text=joined(line), start=line[0].start, end=max(line[-1].end, line[0].start + 1))


def _lines(words: Sequence[Word], width: int) -> list[list[Word]]:
    """The words of each caption. A script without spaces is cut where a sentence or a clause ends, if one does."""
    if 2 * sum(is_unspaced(word.text) for word in words) < len(words):
        return _wrap_evenly(words, width)
    lines: list[list[Word]] = []
    for clause in _clauses(words):
        if lines and len(joined([*lines[-1], *clause])) <= width:
            lines[-1] += clause
        else:
            lines += _wrap_evenly(clause, width)
    return lines


def _clauses(words: Sequence[Word]) -> list[list[Word]]:
    clauses: list[list[Word]] = [[]]
    for word in words:
        clauses[-1].append(word)
        if ends_clause(word.text):
            clauses.append([])
    return [clause for clause in clauses if clause]


def _wrap_evenly(words: Sequence[Word], width: int) -> list[list[Word]]:
    """As few lines as `width` allows, of about equal length, so that no single word is left over."""
    fewest = _wrap(words, width)
    narrowest = len(joined(words)) // len(fewest)
    candidates = (_wrap(words, narrower) for narrower in range(narrowest, width))
    return next((lines for lines in candidates if len(lines) == len(fewest)), fewest)


def _wrap(words: Sequence[Word], width: int) -> list[list[Word]]:
    lines: list[list[Word]] = []
    used = 0
    for word in words:
        if lines:
            used += len(space_between(lines[-1][-1].text, word.text)) + len(word.text)
        if lines and used <= width:
            lines[-1].append(word)
        else:
            lines.append([word])
            used = len(word.text)
    return lines


def _srt(cues: Sequence[Cue]) -> str:
    blocks = [
        f"{number}\n{_srt_time(cue.start)} --> {_srt_time(cue.end)}\n{cue.text}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def _vtt(cues: Sequence[Cue]) -> str:
    blocks = [f"{_vtt_time(cue.start)} --> {_vtt_time(cue.end)}\n{_vtt_text(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def _vtt_text(text: str) -> str:
    """In WebVTT "<" and "&" are markup, so they are escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_time(milliseconds: int) -> str:
    hours, minutes, seconds, rest = _split_time(milliseconds)
    return f"{hours:02}:{minutes:02}:{seconds:02},{rest:03}"


def _vtt_time(milliseconds: int) -> str:
    """Below one hour the hours are left out, as in the API's own sample."""
    hours, minutes, seconds, rest = _split_time(milliseconds)
    lead = f"{hours:02}:" if hours else ""
    return f"{lead}{minutes:02}:{seconds:02}.{rest:03}"


def _split_time(milliseconds: int) -> tuple[int, int, int, int]:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, rest
