"""`assemblyai-tools live`: speech into text while it is spoken."""

import shlex
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from assemblyai_tools.captions.style import Style
from assemblyai_tools.cli.batch.limits import Amount
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.inputs import STDIN
from assemblyai_tools.cli.live.hertz import Hertz
from assemblyai_tools.cli.outputs import Outputs, output_options
from assemblyai_tools.cli.session import Common, common_options, opened
from assemblyai_tools.cli.terminal import is_watched
from assemblyai_tools.errors import InvalidArgumentsError

if TYPE_CHECKING:
    from assemblyai_tools.cli.live.source import Source

_SAYS = """\
Turn speech into text while it is spoken. Costs money per hour of an open session, also where nobody speaks.

FILE is a recording, which is heard at the pace at which it was spoken, or "-" for audio on stdin: WAV, MP3, Ogg and the
like, or raw 16-bit samples of one channel with --sample-rate. Or give --microphone.

At a terminal, what is being said stands in grey below, until it is finished. Finished turns go to stdout, one a line,
unless -o or --to asks for something else. Ctrl-C ends the session: the last turns still come, and everything is saved.
A second Ctrl-C stops at once, and saves the finished turns, as a session that fails does.
"""

_SAVED = ("text", "srt", "json")
"""The formats of --to without -o."""


def _run(file: str | None, **given: Any) -> int:
    from assemblyai_tools.cli.live.keeping import Keeping  # noqa: PLC0415 - they import asyncio, which help does not need
    from assemblyai_tools.cli.live.listening import Listening  # noqa: PLC0415 - see above
    from assemblyai_tools.cli.live.naming import telling_options  # noqa: PLC0415 - see above
    from assemblyai_tools.cli.live.source import from_microphone, from_word  # noqa: PLC0415 - see above
    from assemblyai_tools.streaming.live_transcript import LiveTranscript  # noqa: PLC0415 - see above

    _check_together(file, given)
    outputs = _outputs(given)
    common = outputs.common
    if file == STDIN and is_watched(sys.stdin):
        common.hint("Waiting for audio on stdin, until Ctrl-D.")
    with ExitStack() as stack:
        if file is None:
            source = from_microphone(given["sample_rate"], given["device"])
        else:
            source = from_word(file, given["sample_rate"], stack, at_pace=not given["fast"])
        keeping = Keeping(outputs, source, is_printed=not given["output"] and outputs.folder is None)
        keeping.check()
        folders = [source.folder] if source.folder else []
        session = stack.enter_context(opened(common, folders, is_kept=False))
        stack.enter_context(telling_options())
        if given["keep_audio"]:
            source = _recorded(source, given["keep_audio"], common, stack)
        minutes = given["max_minutes"]
        return Listening(
            session,
            source,
            keeping,
            _parameters(source, given),
            {"max_seconds": minutes and 60 * minutes, "max_cost": given["max_cost"]},
            at_pace=not given["fast"],
            live=LiveTranscript(title=source.title),
        ).run()


def _parameters(source: "Source", given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the session is opened with."""
    return {
        "speech_model": given["model"],
        # These models write without punctuation and capitals unless they are asked for them.
        "format_turns": given["model"].startswith("universal-streaming") or None,
        "sample_rate": source.sample_rate,
        "encoding": source.encoding,
        "speaker_labels": given["speakers"] or None,
        "keyterms_prompt": list(given["keyterms_prompt"]) or None,
        "prompt": given["prompt"] or None,
        "language_codes": list(given["language"]) or None,
        "max_turn_silence": given["max_turn_silence_ms"],
    }


def _recorded(source: "Source", path: Path, common: Common, stack: ExitStack) -> "Source":
    """The same audio; it is also written to this file while it is heard."""
    from assemblyai_tools.cli.live.recorder import Recorder  # noqa: PLC0415 - few need it

    if source.encoding != "pcm_s16le":
        raise InvalidArgumentsError(
            f"{source.label} gives {source.encoding}, and --keep-audio keeps 16-bit samples only, so no session was "
            "opened.",
            next_step="Leave --keep-audio out, and keep the audio with tee before it comes here.",
        )
    recorder = Recorder(path.expanduser(), source.sample_rate)

    def close() -> None:
        recorder.close()
        if recorder.has_audio:
            typed = shlex.quote(str(path))
            common.hint(f"The audio is kept: `{PROGRAM} transcribe {typed} --speakers` tells who said what.")

    stack.callback(close)
    return replace(source, audio=recorder.heard(cast("Iterable[bytes]", source.audio)))


def _check_together(file: str | None, given: Mapping[str, Any]) -> None:
    """Raise a usage error for options that exclude each other, and if there is nothing to listen to."""
    context = click.get_current_context(silent=True)
    if file is not None and given["microphone"]:
        raise click.UsageError("Name a FILE, or give --microphone, not both.", context)
    if file is None and not given["microphone"]:
        raise click.UsageError("Name a FILE, or - for audio on stdin, or give --microphone.", context)
    if given["keep_audio"] and file not in (None, STDIN):
        raise click.UsageError("--keep-audio is for audio that has no file yet: leave it out.", context)
    if given["device"] is not None and file is not None:
        raise click.UsageError("--device needs --microphone.", context)
    if given["offline"] and given["speakers"]:
        raise click.UsageError(
            "With --offline, speakers are told apart in whole recordings only: leave --speakers out, or use "
            f"`{PROGRAM} transcribe`.",
            context,
        )


def _outputs(given: Mapping[str, Any]) -> Outputs:
    outputs = Outputs.of(given)
    if outputs.folder and not given["output"]:
        outputs = replace(outputs, formats=_SAVED)
    # The service knows no transcript of a session, so captions are made of its words.
    return replace(outputs, captions=outputs.captions or Style())


command = click.Command(
    name="live",
    help=_SAYS,
    params=[
        click.Argument(
            ["file"],
            metavar="[FILE]",
            required=False,
            type=click.Path(),  # so that shells complete names of files
            help="What to listen to.",
        ),
        click.Option(["--microphone"], is_flag=True, help="Listen to the microphone of this machine."),
        click.Option(["--device"], metavar="NAME", help="The microphone of this name or number."),
        *output_options(default="text, SRT and JSON by default with --to"),
        click.Option(
            ["--model"],
            default="u3-rt-pro",
            show_default=True,
            metavar="NAME",
            help="The model that listens, such as universal-3-6-pro, universal-streaming-multilingual, whisper-rt.",
        ),
        click.Option(
            ["--sample-rate"],
            type=Hertz(4000, 192_000),
            metavar="NUMBER",
            help="Samples a second of raw audio, and of the microphone (16000 by default). Recordings say it "
            "themselves.",
        ),
        click.Option(["--speakers"], is_flag=True, help="Say who speaks. Costs extra."),
        click.Option(
            ["--keyterms-prompt"],
            multiple=True,
            metavar="TEXT",
            help="A name or term to expect. May be repeated. Costs extra.",
        ),
        click.Option(["--prompt"], metavar="TEXT", help="What it is about. Costs extra."),
        click.Option(
            ["--language"],
            multiple=True,
            metavar="CODE",
            help="A language that is spoken, such as en or es. May be repeated.",
        ),
        click.Option(
            ["--max-turn-silence-ms"],
            type=click.IntRange(0),
            metavar="NUMBER",
            help="Milliseconds of silence after which any turn ends.",
        ),
        click.Option(
            ["--keep-audio"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE.wav",
            help="Keep what the microphone or stdin gives in this new WAV file, to transcribe it again.",
        ),
        click.Option(
            ["--max-minutes"],
            type=Amount(0, min_open=True),
            metavar="NUMBER",
            help="End the session when it was open so long; the last turns may take a few seconds more.",
        ),
        click.Option(
            ["--max-cost"],
            type=Amount(0, min_open=True),
            metavar="USD",
            help="End the session when it is estimated to cost so much; the last turns may take a few seconds more.",
        ),
        click.Option(
            ["--fast"],
            is_flag=True,
            help="Send a recording as fast as the service takes it, not at its own pace.",
        ),
        *common_options(keeps=False),
    ],
    callback=_run,
)
