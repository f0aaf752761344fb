"""How hosts search tools, so that a model finds one without having read all of them.

By words: Okapi BM25 over a tool's name, description, argument names and their descriptions, the fields that Claude's
tool search reads (https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool). The ranking is that
of FastMCP's search_tools; Claude's is not published. By meaning: the embedding of "name: description", as
langgraph-bigtool keeps it. By both: reciprocal rank fusion, as gateways and LangChain's EnsembleRetriever do it. None
reads a tool's title, and each gives a model two to five tools.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from fastmcp import FastMCP
from fastmcp.server import create_proxy
from fastmcp.server.transforms.search import BM25SearchTransform
from fastmcp.tools import Tool

from assemblyai_emulator.reasoning.embeddings import Encoder, encoder
from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, Settings

FUSION = 60
"""Added to a rank before it is inverted. The method's authors chose this constant, and it is the usual default."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The tools' names, best first. `by_words` lacks those that share no word with the query."""

    by_words: Sequence[str]
    by_meaning: Sequence[str]
    by_both: Sequence[str]
    nearest: float
    """Cosine of the query and the tool nearest in meaning: 1 is the same, 0 has nothing in common."""


class ToolSearch:
    """Searches all tools of the server, those of LeMUR included."""

    def __init__(self, server: FastMCP, tools: Sequence[Tool], reader: Encoder) -> None:
        self._server, self._reader = server, reader
        self.catalogue = [(tool.name, tool.description, tool.parameters) for tool in tools]
        """All that is searched."""
        texts = {tool.name: f"{tool.name}: {tool.description}" for tool in tools}
        self._names = list(texts)
        self._tools = self._directions(list(texts.values()))

    @classmethod
    async def of_our_tools(cls) -> "ToolSearch":
        """Behind a FastMCP server, as a host of many servers puts them."""
        reader = encoder()
        assert reader is not None, "the embedding model's packages are missing, or hold other files"
        proxy = create_proxy(ToolServer(AsyncClient(Settings(llm="lemur", allowed_dirs=()))))
        tools = list(await proxy.list_tools())
        everything = BM25SearchTransform(max_results=len(tools))
        server = FastMCP("host", tools=tools, transforms=[everything])
        return cls(server, tools, reader)

    async def rank(self, query: str) -> Ranked:
        found = await self._server.call_tool("search_tools", {"query": query})
        by_words = [tool["name"] for tool in found.structured_content["result"]]
        cosines = (self._tools @ self._directions([query]).T)[:, 0]
        by_meaning = [self._names[index] for index in np.argsort(-cosines, kind="stable")]
        score = dict.fromkeys(self._names, 0.0)
        for ranking in (by_words, by_meaning):
            for rank, name in enumerate(ranking, 1):
                score[name] += 1 / (FUSION + rank)
        by_both = sorted(score, key=score.__getitem__, reverse=True)
        return Ranked(by_words, by_meaning, by_both, float(cosines.max()))

    def _directions(self, texts: Sequence[str]) -> np.ndarray:
        sums = self._reader.encode(texts).sums
        return sums / np.linalg.norm(sums, axis=1, keepdims=True)
