"""The bundle that desktop clients install: its own validator takes the manifest."""

from pathlib import Path

MANIFEST = Path(__file__).parents[2] / "mcp_server/mcpb/manifest.json"


def test_the_manifest_is_valid(tool):
    code, said, errors = tool("mcpb", "validate", str(MANIFEST))
    assert code == 0, said + errors
    assert "validation passes" in said
