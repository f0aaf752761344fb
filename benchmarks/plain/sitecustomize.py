"""Python runs this when it starts: httpx comes without its command line, as most users have it.

The command line loads click, pygments and rich where they are installed: 7 MB and 40 ms. Developers of this project
have them all; its users, and those of its peers here, do not (except FastMCP's, which uses another HTTP client).
"""

import sys

sys.modules["httpx._main"] = None  # type: ignore[assignment]
