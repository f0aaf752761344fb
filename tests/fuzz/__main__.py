"""`make fuzz` tries many requests on every route, and those of a published schema: `make fuzz OPENAPI=openapi.yml`.

Nothing may answer with a 5xx. Requests go to an emulator in this process, and with a schema to one on loopback.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from assemblyai_tools.offline import emulator

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SCENARIOS = ROOT / "examples" / "scenarios"
LOOSENED = ROOT / "build" / "fuzz" / "openapi.json"
NOWHERE = "http://127.0.0.1:9"
"""A proxy that does not answer: the URLs of a schema's examples must not be downloaded. This machine needs no proxy."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="for each route and kind of fault")
    parser.add_argument("--openapi", type=Path, help="a published schema, whose requests are tried too")
    options = parser.parse_args()
    failed = _fuzz_in_memory(options.examples)
    if options.openapi:
        failed = _fuzz_by_schema(options.openapi, options.examples) or failed
    return failed


def _fuzz_in_memory(examples: int) -> int:
    env = {**os.environ, "ASSEMBLYAI_FUZZ_EXAMPLES": str(examples)}
    command = [str(BIN / "pytest"), "-q", "-n", "logical", str(Path(__file__).parent)]
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode


def _fuzz_by_schema(schema: Path, examples: int) -> int:
    LOOSENED.parent.mkdir(parents=True, exist_ok=True)
    # Through strings, as YAML has dates and JSON has none.
    LOOSENED.write_text(json.dumps(_loosened(yaml.safe_load(schema.read_text())), default=str))
    for scheme in ("http", "https"):
        os.environ[f"{scheme}_proxy"] = os.environ[f"{scheme.upper()}_PROXY"] = NOWHERE
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1"
    with emulator(arguments=["--scenarios", str(SCENARIOS)]) as settings:
        command = [
            *(str(BIN / "schemathesis"), "run", str(LOOSENED), "--url", settings.base_url),
            *("--header", "Authorization: fuzz", "--checks", "not_a_server_error"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", str(examples)),
            *("--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"),
        ]
        return subprocess.run(command, cwd=LOOSENED.parent, check=False).returncode


def _loosened(schema: Any) -> Any:
    """The schema as it is meant.

    Published ones forbid, in each part of an allOf, the properties of the other parts, and have a type "bool".
    """
    if isinstance(schema, dict):
        return {
            key: "boolean" if (key, value) == ("type", "bool") else _loosened(value)
            for key, value in schema.items()
            if (key, value) != ("additionalProperties", False)
        }
    return [_loosened(value) for value in schema] if isinstance(schema, list) else schema


if __name__ == "__main__":
    sys.exit(main())
