"""Python runs this at its start: httpx comes without its command line, as in an installation that did not ask for it.

It loads click, pygments and rich, 7 MB and 40 ms of them, wherever they happen to be installed. Who installs this
project, or its peers here but FastMCP (which uses another HTTP client), does not have them all; who develops it does.
"""

import sys

sys.modules["httpx._main"] = None  # type: ignore[assignment]
