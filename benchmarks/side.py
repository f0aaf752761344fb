"""`python -m benchmarks.side MODULE.FUNCTION OPTIONS`: run one side and print what it measured as a line of JSON."""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Call a function of `benchmarks.sides` and add this process's own peak memory to what it returns."""
    module, _, function = sys.argv[1].partition(".")
    side = getattr(import_module(f"benchmarks.sides.{module}"), function)
    measured = side(**json.loads(sys.argv[2]))
    sys.stdout.write(json.dumps({"peak_mb": _peak_mb(), **measured}) + "\n")


def _peak_mb() -> float:
    """The peak of this process alone: on Linux, getrusage would count the parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
