import re

from assemblyai_emulator import faults
from assemblyai_emulator.faults.fault import Fault


def test_every_documented_fault_exists():
    rows = [line for line in faults.__doc__.splitlines() if line.startswith("| `")]
    named = {Fault.parse(re.search("`(.+?)`", row)[1]).name for row in rows}
    assert len(rows) == 13
    assert named == {
        "status",
        "reset",
        "truncated-json",
        "hang",
        "wrong-shape",
        "html-200",
        "refusal-200",
        "stream-close",
        "stream-error",
        "stream-cut",
        "stream-delay",
    }
