"""The hosts: what is installed for each, and the adapter that drives it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Host:
    name: str
    adapter: str
    """The file below adapters/ that drives it."""
    install: tuple[str, ...] = field(default_factory=tuple)
    """What is installed into its own environment: for pip, or for npm if the adapter is JavaScript.

    Where the newest release of a host needs a newer Node than this machine has, npm would choose an older release, so
    `node` is installed with it.
    """

    @property
    def is_node(self) -> bool:
        return self.adapter.endswith(".mjs")


HOSTS = (
    Host("mcp (SDK 2)", "mcp_client.py", ("mcp>=2.3,<3",)),
    Host("mcp (SDK 1)", "mcp_session.py", ("mcp<2",)),
    Host("FastMCP", "fastmcp_client.py", ("fastmcp",)),
    Host("LangChain (langchain.mcp)", "langchain_mcp.py", ("langchain[mcp]", "langchain-openai")),
    Host(
        "LangChain (langchain-mcp-adapters)",
        "langchain_adapters.py",
        ("langchain-mcp-adapters", "langchain", "langchain-openai"),
    ),
    Host("OpenAI Agents SDK", "openai_agents.py", ("openai-agents",)),
    Host("Pydantic AI", "pydantic_ai_agent.py", ("pydantic-ai-slim[mcp]",)),
    Host("smolagents", "smolagents_client.py", ("smolagents[mcp]", "mcp<2")),
    Host("LlamaIndex", "llama_index_tools.py", ("llama-index-tools-mcp",)),
    Host("AutoGen", "autogen_workbench.py", ("autogen-ext[mcp]", "autogen-agentchat", "mcp<2")),
    Host("Semantic Kernel", "semantic_kernel_plugin.py", ("semantic-kernel[mcp]",)),
    Host("CrewAI", "crewai_adapter.py", ("crewai-tools[mcp]",)),
    Host("Google ADK", "google_adk_toolset.py", ("google-adk", "mcp")),
    Host("Agno", "agno_tools.py", ("agno", "mcp", "openai", "fastmcp")),
    Host("Strands Agents", "strands_client.py", ("strands-agents",)),
    Host("mcp-agent", "mcp_agent_aggregator.py", ("mcp-agent", "mcp<2")),
    Host("Haystack", "haystack_toolset.py", ("mcp-haystack",)),
    Host("DSPy", "dspy_tools.py", ("dspy[mcp]",)),
    Host("PraisonAI", "praisonai_mcp.py", ("praisonaiagents[mcp]",)),
    Host("TypeScript SDK 1", "typescript_sdk.mjs", ("@modelcontextprotocol/sdk",)),
    Host("TypeScript SDK 2", "typescript_client.mjs", ("@modelcontextprotocol/client",)),
    Host("Vercel AI SDK", "ai_sdk.mjs", ("@ai-sdk/mcp@2", "ai@7", "node@22")),
    Host("OpenAI Agents SDK (JS)", "openai_agents.mjs", ("@openai/agents",)),
    Host("LangChain.js", "langchain.mjs", ("@langchain/mcp-adapters", "@langchain/core")),
    Host("mcp-use (JS)", "mcp_use.mjs", ("mcp-use@1",)),
)
