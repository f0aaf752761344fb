"""Times as the command line shows them: a person's own clock, and with their distance from UTC in JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_MOMENTS = ("created", "completed")
"""Times of a transcript, which the service writes in UTC without saying so."""


def local_time(moment: str) -> str:
    """A moment in ISO 8601 as this machine's clock shows it, to the minute; what is no moment stays as it is."""
    read = _read(moment)
    return f"{read.astimezone():%Y-%m-%d %H:%M}" if read else moment


def with_zones(data: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON values of a result in which the times of its transcripts say that they are UTC."""
    if "transcripts" not in data:
        return dict(data)
    return {**data, "transcripts": [_zoned(row) for row in data["transcripts"]]}


def _zoned(row: Mapping[str, Any]) -> dict[str, Any]:
    read = {name: _read(row[name]) for name in _MOMENTS if row.get(name)}
    return {**row, **{name: moment.isoformat() for name, moment in read.items() if moment}}


def _read(moment: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
