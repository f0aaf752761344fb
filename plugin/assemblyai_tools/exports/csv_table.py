"""A transcript as a table for spreadsheets: a row for each turn or sentence."""

import csv
from io import StringIO

from assemblyai_tools.documents.recording import Recording
from assemblyai_tools.flow import Flow

_HEAD = ("start", "end", "speaker", "confidence", "text")
"""The columns: times in seconds, the confidence between 0 and 1."""

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that a spreadsheet computes instead of showing it; some read the wide forms alike."""


def csv_table(recording: Recording) -> Flow[bytes]:
    """The table in UTF-8 with a head line. Times that are not known are empty."""
    rows = yield from recording.rows("sentence")
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(_HEAD)
    for row in rows:
        sure = "" if row.confidence is None else f"{row.confidence:.3f}"
        writer.writerow(
            (_seconds(row.start), _seconds(row.end), _plain(row.speaker or ""), sure, _plain(row.text))
        )
    return table.getvalue().encode()


def _seconds(milliseconds: int | None) -> str:
    return "" if milliseconds is None else f"{milliseconds / 1000:.3f}"


def _plain(text: str) -> str:
    """The text for a cell: an apostrophe keeps a spreadsheet from computing what was said."""
    return f"'{text}" if text.startswith(_FORMULA) else text
