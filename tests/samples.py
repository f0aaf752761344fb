"""A sample call of any operation, so that no test keeps a row of arguments for each."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.operation import AnyOperation

VALUES: Mapping[str, Any] = {
    "audio": "call.mp3",
    "names": [{"speaker": "A", "name": "Ada"}],
    "path": "call.mp3",
    "prompt": "Translate.",
    "questions": ["Who?"],
    "request_id": "r1",
    "transcript_id": "t1",
    "transcript_ids": ["t1", "t2"],
    "words": ["refund"],
}
"""A value for each argument that an operation may require, by the argument's name."""

_EITHER = {"transcript_ids"}
"""Arguments that no schema requires, as input_text may take their place; a sample call always has them."""


def sample_call(operation: AnyOperation, **real: Any) -> dict[str, Any]:
    """The arguments that the operation requires; the `real` values, such as an existing id, replace the samples."""
    schema = operation.input_schema
    wanted = [name for name in schema["properties"] if name in {*schema.get("required", ()), *_EITHER}]
    for name in wanted:
        if name not in VALUES:
            raise LookupError(
                f"{operation.name} requires {name!r}: add a value for it to VALUES in tests/samples.py"
            )
    return {name: real.get(name, VALUES[name]) for name in wanted}
