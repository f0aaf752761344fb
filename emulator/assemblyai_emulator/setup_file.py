"""Reads a JSON file given on the command line."""

from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from assemblyai_emulator.errors import SetupError

T = TypeVar("T")


def read(path: Path, shape: TypeAdapter[T]) -> T:
    """Raises SetupError with the file, and each place in it that is wrong and why."""
    try:
        return shape.validate_json(path.read_bytes())
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        faults = (
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" if fault["loc"] else fault["msg"]
            for fault in error.errors(include_url=False)
        )
        raise SetupError(f"{path}: {'; '.join(faults)}") from None
