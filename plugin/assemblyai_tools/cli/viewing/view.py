"""`assemblyai-tools view`: a transcript to read, hear and search, in the browser or as a file."""

import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import click

from assemblyai_tools.cli.derived import check_usage
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.fields import arguments_of, parameters_of
from assemblyai_tools.cli.ids import one_id
from assemblyai_tools.cli.page_path import PagePath
from assemblyai_tools.cli.saving import save_as
from assemblyai_tools.cli.session import Common, Session, common_options, opened
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.cli.viewing.browser import browser_at
from assemblyai_tools.cli.viewing.page_answers import answers_in
from assemblyai_tools.cli.viewing.page_audio import LARGE, PageAudio, audio_for, audio_given
from assemblyai_tools.cli.viewing.page_server import PageServer, Served
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.transcripts import get_transcript
from assemblyai_tools.viewer.audio import OWN_ADDRESS
from assemblyai_tools.viewer.html import transcript_html
from assemblyai_tools.viewer.redaction import redaction_asked
from assemblyai_tools.viewer.shown import read_for_page

Maker: TypeAlias = Callable[..., Flow[str]]
"""Makes the page with this `audio`."""

_SAYS = """\
Read, hear and search a transcript in your browser.

The page has who spoke when, the text word by word, search, and what else was found, such as chapters. It is shown by
this command on this machine only, until you press Ctrl-C. With --save-to it becomes one HTML file, with all data in
it, which you can keep or send. It asks nobody for anything but the audio.
"""


def _run(**given: Any) -> int:
    common, arguments = (
        Common.of(given),
        arguments_of(get_transcript, {"transcript_id": given["transcript_id"]}),
    )
    check_usage(get_transcript, arguments)
    _check_together(given)
    chosen = audio_given(given["audio"]) if given["audio"] else None
    with opened(common) as session:
        transcript_id = session.run(one_id(given["transcript_id"]))
        transcript = session.run(read_for_page(transcript_id))
        redacted = bool(redaction_asked(transcript))
        audio = session.run(audio_for(transcript_id, chosen, redacted=redacted))
        common.hint(audio.why)
        file: Path | None = given["answers"]
        answers = answers_in(file.expanduser(), transcript_id) if file else ()
        make = partial(transcript_html, transcript_id, answers=answers, transcript=transcript)
        if given["save_to"]:
            return _save(
                session, make, transcript_id, audio, given["save_to"].expanduser(), embed=given["embed_audio"]
            )
        served = _served(session, make, audio, None if redacted else OWN_ADDRESS)
    # From here on the service is not needed: another --offline command may use its data.
    return _show(transcript_id, served, common, opens=not given["no_open"])


def _check_together(given: Mapping[str, Any]) -> None:
    """Raise a usage error if one option would make another one useless."""
    problem = ""
    if given["embed_audio"] and not given["save_to"]:
        problem = "--embed-audio needs --save-to: a page in the browser plays the file itself."
    elif given["no_open"] and given["save_to"]:
        problem = "--save-to opens no browser: leave --no-open out."
    if problem:
        raise click.UsageError(problem, click.get_current_context(silent=True))


def _save(
    session: Session, make: Maker, transcript_id: str, audio: PageAudio, path: Path, *, embed: bool
) -> int:
    """Write the page to a new file."""
    src = _src(session.common, audio, path, embed=embed)
    saved = save_as(path, session.run(make(audio=src)).encode())
    if session.common.as_json:
        write_json({"id": transcript_id, "saved_to": str(saved)})
    else:
        write_text(str(saved))
    return DONE


def _src(common: Common, audio: PageAudio, path: Path, *, embed: bool) -> str | None:
    """What the file at `path` plays. Says what is to be known of it."""
    src = audio.url
    if embed and audio.file:
        src = audio.embedded()
        if src and len(src) > LARGE:
            common.hint(
                f"The page has {len(src) / 1e6:,.0f} MB of audio in it: it is slow to send and to open."
            )
    elif audio.file:
        src = quote(os.fsencode(audio.file.name))
        if audio.file.parent != path.absolute().parent:
            common.hint(
                f"The page plays {audio.file.name} beside it: copy {audio.file} there, or give --embed-audio."
            )
    elif embed:
        common.hint("There is no local audio to put into the page: give it with --audio FILE.")
    return src


def _served(session: Session, make: Maker, audio: PageAudio, otherwise: str | None) -> Served:
    """The page, and the local audio that it plays. Nobody else gets this page, so it may hold the audio's address."""
    beside = Served(b"", audio.file, audio.media_type)
    html = session.run(make(audio=audio.url or beside.audio_name or otherwise))
    return Served(html.encode(), audio.file, audio.media_type)


def _show(transcript_id: str, served: Served, common: Common, *, opens: bool) -> int:
    """Show the page to a browser until Ctrl-C, which is how this ends."""
    with PageServer(served) as server, server.answering(), suppress(KeyboardInterrupt):
        if common.as_json:
            write_json({"id": transcript_id, "url": server.url})
        else:
            write_text(server.url)
        common.hint("The page is there until you press Ctrl-C.")
        with browser_at(server.url) if opens else nullcontext(True) as is_open:
            if not is_open:
                common.hint("No browser could be opened: open this address in one on this machine.")
            server.wait()
    return DONE


command = click.Command(
    name="view",
    help=_SAYS,
    params=[
        next(one for one in parameters_of(get_transcript) if one.name == "transcript_id"),
        click.Option(
            ["--audio"],
            metavar="FILE|URL|address",
            help="What the page plays, unless it was transcribed from a file that is still there. A URL is in the page "
            "as you give it, with any key in it. The word 'address' stands for the address that was transcribed: with "
            "--save-to it is only in the file if you ask for it so. Redacted transcripts play only what you give.",
        ),
        click.Option(
            ["--answers"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Show the answers in this file, which `ask ID QUESTION --quotes --json` made, beside the text.",
        ),
        click.Option(
            ["--save-to"],
            type=PagePath(path_type=Path),
            metavar="FILE",
            help="Write the page to this new HTML file and open no browser. It plays a local recording that lies "
            "beside it.",
        ),
        click.Option(
            ["--embed-audio"],
            is_flag=True,
            help="With --save-to: put a local recording into the page, up to 100 MB; it grows by a third.",
        ),
        click.Option(["--no-open"], is_flag=True, help="Print the page's address and open no browser."),
        *common_options(),
    ],
    callback=_run,
)
