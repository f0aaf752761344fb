"""`assemblyai-emulator`: AssemblyAI's API on your own machine."""

import argparse
import sys
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from assemblyai_emulator import __version__
from assemblyai_emulator.config import (
    LLM_KEY_VARIABLE,
    LONGEST_DIARIZATION_S,
    SPEECH_MODEL_VARIABLE,
    Settings,
    default_workers,
    llm_key_from_environment,
    speech_model_from_environment,
)
from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.hearing import ear

_HIGHEST_PORT = 65_535
_DEFAULT_DATA_DIR = Path(".assemblyai-emulator")
_NOTICE = """\
{hearing}
It is not a measure of AssemblyAI. Audio and transcripts are kept in {place}
"""
_TEMPORARY = "a temporary folder, which is removed when the emulator stops."
_MISSING = (
    "The emulator needs {}, which is not installed. Install it: pip install 'assemblyai-tools[emulator]' (in a "
    "clone: pip install '.[emulator]').\n"
)

_USED_LATER = ("av", "vaderSentiment")
"""Packages that are imported by the first request that needs them, or by the speech processes."""

_PARAGRAPH = 110
"""Characters in a line of the notice."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the emulator until it is stopped, and return the exit status."""
    arguments = _parser().parse_args(argv)
    settings = _settings(arguments)
    try:
        hearing = ear.of(settings)
    except SetupError as error:
        return _refused(arguments, error)
    # The weights are read while everything else is imported: to check 75 MB takes as long as that.
    with ThreadPoolExecutor(1) as thread:
        check = thread.submit(hearing.check)
        try:
            # Imported after parsing: --help and a usage error need none of this.
            from assemblyai_emulator.app import create_app  # noqa: PLC0415 - see above
            from assemblyai_emulator.server import serve  # noqa: PLC0415 - see above

            _check_packages(hearing)
            app = create_app(settings, hearing)
            check.result()
        except ImportError as error:
            _stream_of_reasons(arguments).write(_MISSING.format(error.name or error))
            return 1
        except SetupError as error:
            return _refused(arguments, error)
    place = settings.data_dir.absolute() if settings.data_dir else _TEMPORARY
    notice = _NOTICE.format(hearing=textwrap.fill(hearing.notice, _PARAGRAPH), place=place)
    until_stdin_closes: bool = arguments.until_stdin_closes
    try:
        serve(app, arguments.host, arguments.port, notice=notice, until_stdin_closes=until_stdin_closes)
    except SetupError as error:
        _stream_of_reasons(arguments).write(f"{error}\n")
        return 1
    return 0


def _stream_of_reasons(arguments: argparse.Namespace) -> TextIO:
    """Where it says why it does not start. A program that started the emulator reads its first line and shows it."""
    return sys.stdout if arguments.until_stdin_closes else sys.stderr


def _refused(arguments: argparse.Namespace, error: SetupError) -> int:
    """Say what is wrong with an option's value."""
    if not arguments.until_stdin_closes:
        _parser().error(str(error))
    _stream_of_reasons(arguments).write(f"{error}\n")
    return 2


def _check_packages(hearing: ear.Ear) -> None:
    """Raise ModuleNotFoundError for a package that would be missing later."""
    for name in (*_USED_LATER, *hearing.packages):
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="assemblyai-emulator", description=__doc__)
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 lets other machines in (default: %(default)s)"
    )
    parser.add_argument("--port", type=_port, default=8787, help="0 takes a free port (default: %(default)s)")
    _add_data_options(parser)
    _add_hearing_options(parser)
    parser.add_argument(
        "--llm-url", type=_web_address, help="an OpenAI-compatible server for LeMUR and the LLM Gateway"
    )
    parser.add_argument("--llm-model", help=f"the model to ask there; its key, if any, in {LLM_KEY_VARIABLE}")
    parser.add_argument("--faults", type=_file, metavar="FILE", help="JSON rules that make requests fail")
    parser.add_argument(
        "--scenarios",
        type=_folder,
        metavar="DIR",
        help="JSON files with transcripts of your own for chosen audio",
    )
    parser.add_argument("--api-key", action="append", default=[], help="accept only this key (repeatable)")
    parser.add_argument(
        "--public-audio-only",
        action="store_true",
        help="refuse audio_url and webhook_url if they, or a redirect, lead to this machine or a private network "
        "(by default, whatever is named is fetched); uploads and --llm-url are not affected",
    )
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop when stdin ends")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _add_hearing_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--speech-model",
        metavar="NAME|DIR",
        default=speech_model_from_environment(),
        help="tiny.en (default), base, pocketsphinx, a folder with a faster-whisper model, or another of its models "
        f"(small, large-v3, distil-large-v3, ...), which is fetched; also in {SPEECH_MODEL_VARIABLE}",
    )
    parser.add_argument(
        "--longest-diarization",
        type=_at_least_one,
        metavar="MINUTES",
        default=LONGEST_DIARIZATION_S // 60,
        help="the longest audio in which speaker_labels tells speakers apart (default: %(default)s)",
    )
    parser.add_argument(
        "--workers",
        type=_at_least_one,
        default=default_workers(),
        help="speech processes (default: %(default)s here)",
    )


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--data-dir",
        type=Path,
        default=_DEFAULT_DATA_DIR,
        help="where everything is kept, in a folder of its own (default: %(default)s)",
    )
    either.add_argument(
        "--temporary-data",
        action="store_true",
        help="keep everything in a temporary folder, which is removed when the emulator stops",
    )


def _settings(arguments: argparse.Namespace) -> Settings:
    if bool(arguments.llm_url) != bool(arguments.llm_model):
        _parser().error("--llm-url and --llm-model need each other")
    return Settings(
        data_dir=None if arguments.temporary_data else arguments.data_dir,
        workers=arguments.workers,
        api_keys=tuple(arguments.api_key),
        llm_url=arguments.llm_url,
        llm_model=arguments.llm_model,
        llm_key=llm_key_from_environment(),
        faults=arguments.faults,
        scenarios=arguments.scenarios,
        speech_model=arguments.speech_model,
        public_audio_only=arguments.public_audio_only,
        longest_diarization_s=arguments.longest_diarization * 60,
    )


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be from 0 to {_HIGHEST_PORT}")
    return number


# What these refuse is a mistake of the command line. It is told before a package is missed that has to be installed.
def _file(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.exists():  # a pipe is read like a file
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(
            f"{text} is not an http(s) address, such as http://127.0.0.1:11434/v1"
        )
    return text


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number, 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
