"""The installed program, and how long it may take."""

import sys
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("assemblyai-tools")
LONGEST = 120
"""Seconds that a command may take on a busy machine."""
