"""`assemblyai-tools redacted-audio`: where the redacted audio is, or the audio itself in a file."""

from pathlib import Path
from typing import Any

import click

from assemblyai_tools.cli.derived import calls_of, check_offered, check_usage, command_of, run
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.fields import arguments_of
from assemblyai_tools.cli.saving import save_as
from assemblyai_tools.cli.session import Common, opened
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.errors import ConnectionFailedError, InvalidArgumentsError
from assemblyai_tools.operations.links import web_address
from assemblyai_tools.operations.redacted_audio import get_redacted_audio

_TIMEOUT = 60.0
"""Seconds without progress after which a download fails."""

_FOUND = 200
"""The HTTP status of a reply that holds the audio."""


def _run(**given: Any) -> int:
    path: Path | None = given.pop("save_to")
    if path is None:
        return run(get_redacted_audio, **given)
    common, arguments = Common.of(given), arguments_of(get_redacted_audio, given)
    check_usage(get_redacted_audio, arguments)
    with opened(common) as session:
        check_offered(get_redacted_audio, session)
        (call,) = calls_of(session, get_redacted_audio, arguments)
        view = session.run(get_redacted_audio.start(call))
        if not view.redacted_audio_url:
            raise InvalidArgumentsError(
                f"There is no redacted audio of transcript {view.id}{view.why}.", next_step=view.next_step
            )
        saved = save_as(path.expanduser(), _downloaded(view.redacted_audio_url))
    if common.as_json:
        write_json({"id": view.id, "saved_to": str(saved)})
    else:
        write_text(str(saved))
    return DONE


def _downloaded(url: str) -> bytes:
    """What is at an address, which is signed: the key is not sent there, as it may be another host."""
    from assemblyai_tools.transport.call import Answer, Call  # noqa: PLC0415 - they import httpx, and help needs none
    from assemblyai_tools.transport.http import Http  # noqa: PLC0415 - see above

    if web_address(url) is None:
        raise ConnectionFailedError("The service gave an address that cannot be fetched.")
    http = Http(None)
    try:
        sent = http.send(Call("GET", url, {}, {}, json=None, file=None, timeout=_TIMEOUT), None)
    finally:
        http.close()
    if isinstance(sent, Answer) and sent.status == _FOUND:
        return sent.body
    if isinstance(sent, Exception):
        raise sent
    why = f"the answer is HTTP {sent.status}" if isinstance(sent, Answer) else sent.reason
    raise ConnectionFailedError(
        f"The redacted audio could not be downloaded ({why}).", next_step="Nothing is lost: try again."
    )


command = command_of(get_redacted_audio)
command.callback = _run
command.params.insert(
    1,
    click.Option(
        ["--save-to"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Download the audio into this new file, which is written whole or not at all.",
    ),
)
