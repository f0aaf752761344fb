"""What texts for a model, and those of the service, say otherwise than the command line does: patterns to replace."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from assemblyai_tools.origin import install_command

Phrase: TypeAlias = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
"""What is said, and what is said instead."""

_OWN_TRANSCRIPT = r"start the emulator with --scenarios DIR and a transcript of your own for this audio"
"""A way out for who started the emulator; --offline starts one without options."""


def _status(found: re.Match[str]) -> str:
    state = "failed" if found[1] == "error" else f"is {found[1]}"
    return f"This transcript {state}; only completed ones can be read"


def _pair(found: re.Match[str]) -> str:
    """An item that has two fields is typed as FIRST=SECOND."""
    return f"{found[1]}: give {found[2].upper()}={found[3].upper()}"


def _phrases(*told: tuple[str, str | Callable[[re.Match[str]], str]]) -> Sequence[Phrase]:
    return [(re.compile(pattern), instead) for pattern, instead in told]


PHRASES = _phrases(
    (r"\b(T|t)he person who runs this must set\b", lambda found: "Set" if found[1] == "T" else "set"),
    (r"\b(T|t)he person who runs this must\b", lambda found: "You must" if found[1] == "T" else "you must"),
    (r"\bIf asked to, purge_request_data\b", "purge_request_data"),
    (
        r"or use the offline emulator, which needs none",
        "run `assemblyai-tools login`, or add --offline, which needs none",
    ),
    (
        r"pip install 'assemblyai-tools\[([a-z,-]+)\]'(?: \(in a clone: [^)]+\)\.?)?",
        lambda found: install_command(found[1]),
    ),
    (r" ?\(HTTP 4\d\d\)", ""),
    (r" ?Do not repeat the same call; change what the message names\.", ""),
    (r"Do not repeat the same call; change ", "Change "),
    (r"Correct the arguments and call again\.", "Correct the command and run it again."),
    (r"\bcall again with the same arguments", "run the same command again"),
    (r"\b[a-z_]+ was not called: ", ""),
    (r"\btranscribe was not called with\b", "it was not transcribed with"),
    (r"there is no argument '(\w+)'", lambda found: f"there is no option --{found[1].replace('_', '-')}"),
    (r"did you mean '(\w+)'", r"did you mean \1"),
    (r"the argument '(\w+)' is required", r"\1 is required"),
    (r"\b([a-z_]+)\.\d+: give an object with (\w+), (\w+)(?![\w,])", _pair),
    (r"\bgive an object with (\w+, \w+)", r"give JSON with \1"),
    (r"\b([a-z]+(?:_[a-z]+)+)\.\d+: ", r"\1: "),
    (r"\b([Ss])end (\w+): true\b", lambda found: f"{'Give' if found[1] == 'S' else 'give'} {found[2]}=true"),
    (r"\b([a-z]+(?:_[a-z]+)*): true\b", r"\1=true"),
    (
        (
            r"This transcript has a status of '(\w+)'\. "
            r"Transcripts must have a status of 'completed' before requesting [a-z ]+"
        ),
        _status,
    ),
    # Who types the name of a file has allowed its folder.
    (r"(There is no file .*?)\s*Files may be in .*?\(ASSEMBLYAI_ALLOWED_DIRS[^)]*\)\.", r"\1"),
)
"""What is always replaced."""

OFFLINE_PHRASES = _phrases(
    (
        r"\b([Ss])tart the emulator with --speech-model \S+ \(or (ASSEMBLYAI_EMULATOR_SPEECH_MODEL=\S+)\)",
        r"\1et \2",
    ),
    (rf", call the real API(?: for it)?, or {_OWN_TRANSCRIPT}", ", or leave --offline out"),
    (
        r"Call the real API to have it hidden, or use --scenarios DIR with your own redacted transcript",
        "Leave --offline out to have it hidden",
    ),
    (
        r"Ask for a summary of the finished transcript at POST /lemur/v3/generate/summary",
        "Run assemblyai-tools summarize on the finished transcript",
    ),
    (r"\bstart the emulator with --llm-url, or call the real API", "leave --offline out"),
    (
        (
            r"\b([Ss])tart (?:it|the emulator) with --llm-url\b(?: to ask a model instead)?"
            r"(?:( for [a-z ]+), or call the real API)?"
        ),
        lambda found: f"{'Leave' if found[1] == 'S' else 'leave'} --offline out{found[2] or ''}",
    ),
    (r",? or start the emulator with a larger --longest-diarization \(minutes\)", ", or leave --offline out"),
    (r"\b([Cc])all the real API", lambda found: f"{'Leave' if found[1] == 'C' else 'leave'} --offline out"),
    (r"again=true makes and pays a new one", "again=true makes a new one"),
)
"""What is replaced with --offline, where the person has no emulator to start, and pays nothing."""


def rephrased(text: str, phrases: Sequence[Phrase]) -> str:
    """The text with these phrases replaced."""
    for pattern, instead in phrases:
        text = pattern.sub(instead, text)
    return text
