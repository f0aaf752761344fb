"""Uploading a local file (https://www.assemblyai.com/docs/api-reference/files/upload)."""

from pydantic import Field

from assemblyai_tools.api.upload import upload
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.flow import Flow
from assemblyai_tools.operation import CREATES, Result, operation
from assemblyai_tools.operations.audio_source import Audio, read_source


class UploadFileArguments(Arguments):
    """Upload local audio or video (up to 2.2 GB) and get a private URL for several uses.

    Otherwise not needed: transcribing a local file uploads it.
    """

    path: Audio = Field(description="File within the allowed folders.")


class UploadView(Result):
    """Where the service keeps the file, for this key only."""

    upload_url: str

    @property
    def next_step(self) -> str:
        """How to transcribe it."""
        return f"Call transcribe with audio={self.upload_url} (only this API key can use it)."

    def render(self) -> str:
        return f"Uploaded. {self.next_step}"


@operation(
    title="Upload a file",
    hints=CREATES,
    toolsets=("transcription",),
    arguments=UploadFileArguments,
    result=UploadView,
    command="upload",
)
def upload_file(arguments: UploadFileArguments) -> Flow[UploadView]:
    return UploadView(upload_url=(yield from upload(read_source(arguments.path))))
