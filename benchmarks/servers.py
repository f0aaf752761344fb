"""The MCP servers that are compared, as commands."""

import sys
from pathlib import Path

from benchmarks import plain

OURS = (sys.executable, "-m", "assemblyai_mcp")
OURS_OVER_HTTP = (*OURS, "--transport", "http")
BARE = (sys.executable, "-m", "benchmarks.sides.bare_mcp")
BARE_FASTMCP = (sys.executable, "-m", "benchmarks.sides.bare_fastmcp")


def environment(url: str, folder: Path) -> dict[str, str]:
    """Settings for our server: it talks to an address of this machine, with all sixteen tools."""
    return {
        **plain.environment(),
        "ASSEMBLYAI_API_KEY": "k",
        "ASSEMBLYAI_BASE_URL": url,
        "ASSEMBLYAI_LLM": "lemur",
        "ASSEMBLYAI_ALLOWED_DIRS": str(folder),
    }


def generated(openapi: Path) -> tuple[str, ...]:
    """Tools that FastMCP makes of an OpenAPI file."""
    return (sys.executable, "-m", "benchmarks.sides.openapi_mcp", str(openapi))
