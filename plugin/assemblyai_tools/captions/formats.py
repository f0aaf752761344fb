"""Writes cues as SRT, WebVTT and TTML, so that nothing that was said is markup."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from assemblyai_tools.captions.cues import Cue
from assemblyai_tools.text.xml import xml_text

_SRT_MARKUP = re.compile(r"<(?=[A-Za-z/!])")
"""The beginning of a tag, as players read it."""

_SRT_STYLE = re.compile(r"\{(?=\\)")
"""The beginning of a style override, as players read it."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages (ISO 639) that are written from right to left."""


def srt(cues: Iterable[Cue], language: str | None) -> str:
    """SubRip. It knows no escapes: what players would take for a tag or for times is shown with similar signs."""
    del language  # it has no place for it
    return "\n".join(
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n"
        + "".join(f"{_plain(line)}\n" for line in cue.lines)
        for number, cue in enumerate(cues, start=1)
    )


def vtt(cues: Iterable[Cue], language: str | None) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/); speakers are voices, besides their names in the text."""
    del language  # a page says it where it names the file
    blocks = [f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{_voiced(cue)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def ttml(cues: Iterable[Cue], language: str | None) -> str:
    """TTML (https://www.w3.org/TR/ttml2/); paragraphs refer to speakers as agents, besides their names in the text."""
    given = list(cues)
    agents = {
        name: f"speaker{number}"
        for number, name in enumerate(dict.fromkeys(cue.speaker for cue in given if cue.speaker), start=1)
    }
    head = "".join(
        f'    <ttm:agent xml:id="{key}" type="person"><ttm:name type="full">{_xml(name)}</ttm:name></ttm:agent>\n'
        for name, key in agents.items()
    )
    code = (language or "").replace("_", "-")
    direction = ' tts:direction="rtl"' if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else ""
    body = "".join(
        f'    <p begin="{_time(cue.start, ".")}" end="{_time(cue.end, ".")}"'
        + (f' ttm:agent="{agents[cue.speaker]}"' if cue.speaker else "")
        + f">{'<br/>'.join(map(_xml, cue.lines))}</p>\n"
        for cue in given
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" '
        'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
        f'ttp:timeBase="media" xml:lang={quoteattr(xml_text(code))}>\n'
        + (f"  <head>\n   <metadata>\n{head}   </metadata>\n  </head>\n" if head else "")
        + f"  <body{direction}>\n   <div>\n{body}   </div>\n  </body>\n</tt>\n"
    )


WRITERS: Mapping[str, Callable[[Sequence[Cue], str | None], str]] = {"srt": srt, "vtt": vtt, "ttml": ttml}
"""What writes each format, from cues and the code of their language."""


def _time(milliseconds: int, mark: str) -> str:
    """A time as all three formats have it; hours have two digits or more."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{rest:03}"


def _plain(line: str) -> str:
    shown = line.replace("-->", "\u2192")
    return _SRT_STYLE.sub("(", _SRT_MARKUP.sub("\u2039", shown))


def _voiced(cue: Cue) -> str:
    text = "\n".join(map(escape, cue.lines))
    if not cue.speaker:
        return text
    # A name that ends in dashes would make the arrow that begins another caption.
    return f"<v {escape(cue.speaker)}{' ' if cue.speaker.endswith('-') else ''}>{text}"


def _xml(text: str) -> str:
    return escape(xml_text(text))
