"""What the last whole run left in results.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
OPENAPI_FACT = "OpenAPI file"
GENERATED = "generated from OpenAPI"
_EARLIER = " (counted in an earlier run)"


@dataclass(frozen=True)
class Generated:
    """How large the definitions are that are generated from an OpenAPI file: counted, so true until that changes."""

    size: int
    """Bytes of all."""

    tokens: int
    """Of what a model sees of them."""

    note: str
    file: str = ""
    """The file they are generated from, as the machine's facts have it."""


def generated() -> Generated | None:
    """As it was counted last, so that a run without an OpenAPI file keeps it; None if it never was."""
    if not RESULTS.exists():
        return None
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    counted: list[dict[str, Any]] = results["figures"]["tokens"]
    found = {str(figure["unit"]): figure for figure in counted if figure["peers"].get(GENERATED)}
    if not {"bytes", "tokens"} <= found.keys():
        return None
    return Generated(
        size=found["bytes"]["peers"][GENERATED],
        tokens=found["tokens"]["peers"][GENERATED],
        note=found["bytes"]["note"],
        file=results["machine"].get(OPENAPI_FACT, "not recorded").removesuffix(_EARLIER) + _EARLIER,
    )
