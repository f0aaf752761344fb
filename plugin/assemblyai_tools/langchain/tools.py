"""A tool class for each operation, to import one by one: `TranscribeTool()` reads the environment."""

from collections.abc import Mapping
from typing import ClassVar

from assemblyai_tools import operations
from assemblyai_tools.langchain.tool import AssemblyAITool
from assemblyai_tools.toolsets import AnyOperation


class UploadFileTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.upload_file


class TranscribeTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.transcribe


class ListTranscriptsTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.list_transcripts


class GetTranscriptTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.get_transcript


class GetSentencesTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.get_sentences


class GetParagraphsTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.get_paragraphs


class SearchWordsTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.search_words


class GetSubtitlesTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.get_subtitles


class GetRedactedAudioTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.get_redacted_audio


class SummarizeTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.summarize


class AskQuestionTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.ask_question


class ExtractActionItemsTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.extract_action_items


class RunTaskTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.run_task


class PurgeRequestDataTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.purge_request_data


class DeleteTranscriptTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.delete_transcript


class CreateStreamingTokenTool(AssemblyAITool):
    operation: ClassVar[AnyOperation] = operations.create_streaming_token


_ALL: tuple[type[AssemblyAITool], ...] = (
    UploadFileTool,
    TranscribeTool,
    ListTranscriptsTool,
    GetTranscriptTool,
    GetSentencesTool,
    GetParagraphsTool,
    SearchWordsTool,
    GetSubtitlesTool,
    GetRedactedAudioTool,
    SummarizeTool,
    AskQuestionTool,
    ExtractActionItemsTool,
    RunTaskTool,
    PurgeRequestDataTool,
    DeleteTranscriptTool,
    CreateStreamingTokenTool,
)

TOOL_CLASSES: Mapping[str, type[AssemblyAITool]] = {kind.operation.name: kind for kind in _ALL}
"""Every class by the name of its tool."""

for _kind in _ALL:
    _kind.__doc__ = _kind.operation.description
