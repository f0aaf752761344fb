"""The bundle that desktop clients install: the bundle tool accepts our manifest."""

from pathlib import Path

MANIFEST = Path(__file__).parents[2] / "mcp_server/mcpb/manifest.json"


def test_the_manifest_is_valid(tool):
    code, output, errors = tool("mcpb", "validate", str(MANIFEST))
    assert code == 0, output + errors
    assert "validation passes" in output
