"""`assemblyai-tools captions`: all captions of a transcript, to stdout or into a file."""

from typing import Any, cast

from assemblyai_tools.cli.derived import check_usage, command_of, run
from assemblyai_tools.cli.fields import arguments_of
from assemblyai_tools.cli.ids import one_id
from assemblyai_tools.cli.session import Common, opened
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.exports import export
from assemblyai_tools.operations.subtitle_arguments import GetSubtitlesArguments
from assemblyai_tools.operations.subtitles import get_subtitles


def _run(**given: Any) -> int:
    if given["save_to"]:
        return run(get_subtitles, **given)
    common, arguments = Common.of(given), arguments_of(get_subtitles, given)
    check_usage(get_subtitles, arguments)
    with opened(common) as session:
        arguments["transcript_id"] = session.run(one_id(given["transcript_id"]))
        asked = cast("GetSubtitlesArguments", get_subtitles.validated(arguments))
        flow = export(
            asked.transcript_id,
            [asked.form],
            chars_per_caption=asked.chars_per_caption,
            captions=asked.style,
        )
        text = session.run(flow)[asked.form].decode(errors="replace")
    if common.as_json:
        write_json({"id": asked.transcript_id, "subtitle_format": asked.form, "text": text})
    elif text:
        write_text(text)
    else:
        common.hint("No speech was found, so there are no captions.")
    return 0


command = command_of(get_subtitles)
command.callback = _run
