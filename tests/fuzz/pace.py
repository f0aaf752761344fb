"""How much is tried: a few examples that are the same each time, or as many others as `make fuzz` asks for."""

import os

from hypothesis import HealthCheck, settings

_EXAMPLES = int(os.environ.get("ASSEMBLYAI_FUZZ_EXAMPLES", "0"))

PACE = settings(
    max_examples=_EXAMPLES or 8,
    derandomize=not _EXAMPLES,
    database=None,
    deadline=None,
    print_blob=bool(_EXAMPLES),
    suppress_health_check=list(HealthCheck),
)
"""For each route and each kind of fault."""
