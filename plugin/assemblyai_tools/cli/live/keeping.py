"""Keeps what was heard, however the session ended."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from assemblyai_tools.cli.live.source import Source
from assemblyai_tools.cli.outputs import Outputs
from assemblyai_tools.cli.saving import names_for, save
from assemblyai_tools.cli.session import Session
from assemblyai_tools.errors import AssemblyAIError, FileAccessError
from assemblyai_tools.exports import FORMATS
from assemblyai_tools.streaming.live_transcript import LiveTranscript


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the results of one session go."""

    outputs: Outputs
    source: Source
    is_printed: bool
    """Whether they went to stdout turn by turn, so that nothing is left to be written in the end."""

    def check(self) -> None:
        """Raise an AssemblyAIError, before anything is heard, if the results could not be made or written."""
        self.outputs.prepare()
        folder = self.outputs.folder
        if folder is None or self.outputs.overwrite:
            return
        (name,) = names_for([self.source.name])
        for form in self.outputs.formats:
            path = folder / name.with_name(name.name + FORMATS[form].suffix)
            if path.exists():
                raise FileAccessError(
                    f"{path} exists already, so no session was opened.",
                    next_step="Give --overwrite to replace it, or another folder with --to.",
                )

    def keep(self, session: Session, live: LiveTranscript) -> None:
        """Write the results. If that fails, they are in a folder for temporary files, which the error names."""
        if self.is_printed:
            return
        (name,) = names_for([self.source.name])
        about = {"audio": str(self.source.name)}
        try:
            self.outputs.write(session, live.id, name, about, live.transcript())
        except AssemblyAIError as error:
            error.transcript_id = None  # the service does not know it
            content = session.run(live.export(["json"]))["json"]
            error.next_step = f"{error.next_step} {_rescued(name.name, content)}".strip()
            raise


def _rescued(name: str, content: bytes) -> str:
    """Write it where there may be space, and say where that is."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="assemblyai-live-"))
        (path,) = save(folder, Path(name), {FORMATS["json"].suffix: content}, overwrite=False)
    except (AssemblyAIError, OSError):
        return "What was heard could not be saved elsewhere either."
    return f"What was heard is in {path}."
