"""AssemblyAI for LangChain: tools, a toolkit, steps of a chain, a document loader and a retriever.

The names below are imported at their first use. This package, and the demo, are all that imports langchain_core.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.lazy import lazy

if TYPE_CHECKING:
    from assemblyai_tools.langchain.clients import Clients
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
        GetParagraphsTool,
        GetRedactedAudioTool,
        GetSentencesTool,
        GetSubtitlesTool,
        GetTranscriptTool,
        ListTranscriptsTool,
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
    "GetParagraphsTool",
    "GetRedactedAudioTool",
    "GetSentencesTool",
    "GetSubtitlesTool",
    "GetTranscriptTool",
    "ListTranscriptsTool",
    "PurgeRequestDataTool",
    "RunTaskTool",
    "SearchWordsTool",
    "SummarizeTool",
    "TranscribeTool",
    "UploadFileTool",
    "destructive_tool_names",
]

_HOMES = {
    "AssemblyAISteps": "runnables",
    "AssemblyAITool": "tool",
    "AssemblyAIToolkit": "toolkit",
    "AssemblyAITranscriptLoader": "loader",
    "AssemblyAITranscriptRetriever": "retriever",
    "Clients": "clients",
    "destructive_tool_names": "toolkit",
}

__getattr__, __dir__ = lazy(__name__, {name: _HOMES.get(name, "tools") for name in __all__})
