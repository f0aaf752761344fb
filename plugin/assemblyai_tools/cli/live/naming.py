"""Names the options of `live` in place of a stream's parameters, in the texts of the client and of the service."""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.phrases import Phrase, rephrased
from assemblyai_tools.errors import AssemblyAIError

_OPTIONS: Mapping[str, str] = {
    "keyterms_prompt": "--keyterms-prompt",
    "language_codes": "--language",
    "max_cost": "--max-cost",
    "max_turn_silence": "--max-turn-silence-ms",
    "sample_rate": "--sample-rate",
    "speaker_labels": "--speakers",
    "speech_model": "--model",
}
"""The options, by the names of the API's parameters and the client's arguments."""

_PHRASES: Sequence[Phrase] = (
    (re.compile(r"\bmax_seconds=([\d.]+)"), lambda found: f"--max-minutes {float(found[1]) / 60:g}"),
    (re.compile(r" \(max_quiet_seconds\)"), ""),
    (
        re.compile(r"\bsend the finished recording to POST /v2/transcript with speaker_labels\b"),
        f"run `{PROGRAM} transcribe --speakers` on the finished recording",
    ),
    (
        re.compile(r"Correct the parameters or the message that the reason names, then open a new session\."),
        "Correct the option that it names, and run the command again.",
    ),
    *(
        (re.compile(rf"'{name}'|\b{name}\b(=(?=\S))?"), lambda found, option=option: _named(found, option))
        for name, option in _OPTIONS.items()
    ),
)


def in_options(text: str) -> str:
    """The text with options of `live` in the place of parameters."""
    return rephrased(text, _PHRASES)


@contextmanager
def telling_options() -> Generator[None]:
    """Have the errors of a session name the options of `live`."""
    try:
        yield
    except AssemblyAIError as error:
        error.message, error.next_step = in_options(error.message), in_options(error.next_step)
        raise


def _named(found: re.Match[str], option: str) -> str:
    return f"{option} " if found[1] else option
