"""What is in a page that `view` makes."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


def shown_in(html):
    """The data in a page."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def policy_of(html):
    return re.search(r'Content-Security-Policy"\s+content="([^"]*)"', html)[1]


def address_in(file_url):
    """Where a browser goes that opens this file, which only its owner can read."""
    file = Path(url2pathname(urlsplit(file_url).path))
    assert [path.stat().st_mode & 0o077 for path in (file, file.parent)] == [0, 0]
    return re.search(r'content="0; url=([^"]*)"', file.read_text())[1]
