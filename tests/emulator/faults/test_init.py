import re

from assemblyai_emulator import faults
from assemblyai_emulator.faults.fault import Fault


def test_every_documented_fault_exists():
    rows = [line for line in faults.__doc__.splitlines() if line.startswith("| `")]
    named = {Fault.parse(re.search("`(.+?)`", row)[1]).kind for row in rows}
    assert len(rows) == 9
    assert named == {
        "status",
        "reset",
        "truncated-json",
        "hang",
        "wrong-shape",
        "html-200",
        "refusal-200",
    }
