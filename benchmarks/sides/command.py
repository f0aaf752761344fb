"""Any command: its wall and processor seconds, and its peak memory."""

import resource
import subprocess
import sys
import time
from typing import Any


def run(command: list[str]) -> dict[str, Any]:
    """Run it to its end; raises CalledProcessError if it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss * unit / 1e6}
