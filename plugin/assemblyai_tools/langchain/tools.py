"""A tool class for each operation, to import one by one: `TranscribeTool()` reads the environment.

What each does at length, its `description` says, which is what a model reads.
"""

from typing import ClassVar

from assemblyai_tools.langchain.tool import AssemblyAITool


class UploadFileTool(AssemblyAITool):
    """A local file to a private URL: `upload_file`."""

    operation_name: ClassVar[str] = "upload_file"


class TranscribeTool(AssemblyAITool):
    """Speech to text, waiting for it: `transcribe`."""

    operation_name: ClassVar[str] = "transcribe"


class ListTranscriptsTool(AssemblyAITool):
    """The account's transcripts: `list_transcripts`."""

    operation_name: ClassVar[str] = "list_transcripts"


class GetTranscriptTool(AssemblyAITool):
    """A transcript, or parts of it: `get_transcript`."""

    operation_name: ClassVar[str] = "get_transcript"


class GetSentencesTool(AssemblyAITool):
    """Speech by sentences, with times: `get_sentences`."""

    operation_name: ClassVar[str] = "get_sentences"


class GetParagraphsTool(AssemblyAITool):
    """Speech by paragraphs, with times: `get_paragraphs`."""

    operation_name: ClassVar[str] = "get_paragraphs"


class SearchWordsTool(AssemblyAITool):
    """Where words were said: `search_words`."""

    operation_name: ClassVar[str] = "search_words"


class GetSubtitlesTool(AssemblyAITool):
    """Captions, SRT or WebVTT: `get_subtitles`."""

    operation_name: ClassVar[str] = "get_subtitles"


class GetRedactedAudioTool(AssemblyAITool):
    """The audio with personal data silenced: `get_redacted_audio`."""

    operation_name: ClassVar[str] = "get_redacted_audio"


class SummarizeTool(AssemblyAITool):
    """A summary: `summarize`."""

    operation_name: ClassVar[str] = "summarize"


class AskQuestionTool(AssemblyAITool):
    """Answers to questions, with quotes if wanted: `ask_question`."""

    operation_name: ClassVar[str] = "ask_question"


class ExtractActionItemsTool(AssemblyAITool):
    """What was agreed to be done: `extract_action_items`."""

    operation_name: ClassVar[str] = "extract_action_items"


class RunTaskTool(AssemblyAITool):
    """Any prompt about transcripts: `run_task`."""

    operation_name: ClassVar[str] = "run_task"


class PurgeRequestDataTool(AssemblyAITool):
    """A LeMUR request's data deleted: `purge_request_data`."""

    operation_name: ClassVar[str] = "purge_request_data"


class DeleteTranscriptTool(AssemblyAITool):
    """A transcript deleted for good: `delete_transcript`."""

    operation_name: ClassVar[str] = "delete_transcript"


class CreateStreamingTokenTool(AssemblyAITool):
    """A temporary token for streaming: `create_streaming_token`."""

    operation_name: ClassVar[str] = "create_streaming_token"
