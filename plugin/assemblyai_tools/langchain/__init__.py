"""AssemblyAI for LangChain: tools, a toolkit, steps of a chain, a document loader and a retriever.

The names below are imported on first use. Only this package and the demo import langchain_core.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed, lazy
from assemblyai_tools.operations import catalogue

if not is_installed("langchain_core"):
    raise MissingExtraError.of("assemblyai_tools.langchain", needs="langchain-core", extra="langchain")

_MODULES = {
    "Clients": "clients",
    "AssemblyAITranscriptLoader": "loader",
    "AssemblyAITranscriptRetriever": "retriever",
    "AssemblyAISteps": "runnables",
    "AssemblyAITool": "tool",
    "AssemblyAIToolkit": "toolkit",
    "Listening": "listening",
    "approval_middleware": "approval",
    "destructive_tool_names": "toolkit",
    "live_tools": "live_tools",
}
"""The module of each public name; the tool classes are added from the catalogue."""

OPERATIONS = {"".join(map(str.title, name.split("_"))) + "Tool": name for name in catalogue.MODULES}
"""Each tool class and its operation: UploadFileTool is upload_file."""

# For editors and type checkers. Generated from the two tables: make generate
if TYPE_CHECKING:
    from assemblyai_tools.langchain.approval import approval_middleware
    from assemblyai_tools.langchain.clients import Clients
    from assemblyai_tools.langchain.listening import Listening
    from assemblyai_tools.langchain.live_tools import live_tools
    from assemblyai_tools.langchain.loader import AssemblyAITranscriptLoader
    from assemblyai_tools.langchain.retriever import AssemblyAITranscriptRetriever
    from assemblyai_tools.langchain.runnables import AssemblyAISteps
    from assemblyai_tools.langchain.tool import AssemblyAITool
    from assemblyai_tools.langchain.toolkit import AssemblyAIToolkit, destructive_tool_names
    from assemblyai_tools.langchain.tools import (
        AskQuestionTool,
        CreateStreamingTokenTool,
        DeleteTranscriptTool,
        ExtractActionItemsTool,
        FindRecordingsTool,
        GetParagraphsTool,
        GetRedactedAudioTool,
        GetSentencesTool,
        GetSubtitlesTool,
        GetTranscriptTool,
        ListTranscriptsTool,
        NameSpeakersTool,
        PurgeRequestDataTool,
        RunTaskTool,
        SearchWordsTool,
        SummarizeTool,
        TranscribeTool,
        UploadFileTool,
    )

__all__ = [
    "AskQuestionTool",
    "AssemblyAISteps",
    "AssemblyAITool",
    "AssemblyAIToolkit",
    "AssemblyAITranscriptLoader",
    "AssemblyAITranscriptRetriever",
    "Clients",
    "CreateStreamingTokenTool",
    "DeleteTranscriptTool",
    "ExtractActionItemsTool",
    "FindRecordingsTool",
    "GetParagraphsTool",
    "GetRedactedAudioTool",
    "GetSentencesTool",
    "GetSubtitlesTool",
    "GetTranscriptTool",
    "ListTranscriptsTool",
    "Listening",
    "NameSpeakersTool",
    "PurgeRequestDataTool",
    "RunTaskTool",
    "SearchWordsTool",
    "SummarizeTool",
    "TranscribeTool",
    "UploadFileTool",
    "approval_middleware",
    "destructive_tool_names",
    "live_tools",
]
# End of the generated part.


__getattr__, __dir__ = lazy(__name__, {**_MODULES, **dict.fromkeys(OPERATIONS, "tools")})
