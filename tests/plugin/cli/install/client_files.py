"""The files of the clients, the server that `install` writes into them, and the copies that it makes."""

import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("assemblyai-tools"))
PLAIN = {"command": COMMAND, "args": ["mcp"], "env": {}}
FILES = {
    "claude-code": ".claude.json",
    "claude-desktop": ".config/Claude/claude_desktop_config.json",
    "cursor": ".cursor/mcp.json",
    "vscode": ".config/Code/User/mcp.json",
}


def copies(file):
    return sorted(file.parent.glob(f"{file.name}.*.bak"))
