"""`python -m benchmarks.side NAME OPTIONS`: run one side and print what it measured as a line of JSON."""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """The module's `run` gets the options; to what it returns, this process's own peak memory is added."""
    name, options = sys.argv[1], json.loads(sys.argv[2])
    measured = import_module(f"benchmarks.sides.{name}").run(**options)
    sys.stdout.write(json.dumps({"peak_mb": _peak_mb(), **measured}) + "\n")


def _peak_mb() -> float:
    """The peak of this process alone; Linux's getrusage would count that of the process which started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
