"""The person's browser. What it is started with can be read by other users of the machine, so no address is in it."""

import tempfile
import webbrowser
from collections.abc import Generator
from contextlib import contextmanager
from html import escape
from pathlib import Path

_REDIRECT = """\
<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={url}">
<title>Transcript</title>
<p><a href="{url}">The transcript</a></p>
"""


@contextmanager
def browser_at(url: str) -> Generator[bool]:
    """Open the address, by a file that only this user can read and that is removed at the end.

    Gives whether a browser was opened. One that runs in the terminal is waited for.
    """
    with tempfile.TemporaryDirectory(prefix="assemblyai-tools-") as folder:
        file = Path(folder) / "view.html"
        file.touch(mode=0o600)
        file.write_text(_REDIRECT.format(url=escape(url)), encoding="utf-8")
        yield webbrowser.open(file.as_uri())
