"""Recordings in a LangChain chain, a loader and a retriever, offline: python examples/langchain_chain.py.

Or with your own recordings: python examples/langchain_chain.py call.mp3 (English; expect wrong words offline).
"""

import sys
from pathlib import Path

from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    Clients,
)
from assemblyai_tools.offline import emulator

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"


def clock_time(milliseconds: int) -> str:
    return f"{milliseconds // 60_000:02}:{milliseconds // 1000 % 60:02}"


if __name__ == "__main__":
    recordings = [Path(name).resolve() for name in sys.argv[1:]] or [SAMPLE]
    with emulator(allowed_dirs=[recording.parent for recording in recordings]) as settings:
        clients = Clients(settings)  # shared by everything below

        print("A chain, from a recording to typed results:")
        steps = AssemblyAISteps(clients=clients)
        chain = steps.transcribe() | steps.extract_action_items()
        print(chain.invoke(str(recordings[0])).response)

        print("\nA loader, here one document for each speaker's turn:")
        loader = AssemblyAITranscriptLoader(
            [str(recording) for recording in recordings], by="turn", multichannel=True, clients=clients
        )
        documents = list(loader.lazy_load())
        for document in documents[:4]:
            metadata = document.metadata
            print(
                f"{clock_time(metadata['start'])}-{clock_time(metadata['end'])} {metadata['speaker']}: "
                f"{document.page_content}"
            )

        print("\nA retriever, which needs no vector store:")
        ids = list(dict.fromkeys(document.metadata["transcript_id"] for document in documents))
        retriever = AssemblyAITranscriptRetriever(transcript_ids=ids, k=2, clients=clients)
        for passage in retriever.invoke("When is the launch?"):
            print(f"{clock_time(passage.metadata['start'])} {passage.page_content}")
        clients.close()
