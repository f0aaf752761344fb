"""An API key in a text that others get to read: a service may echo it in an error."""

import base64
import re
from urllib.parse import quote

from pydantic import SecretStr

_MASK = "[api key]"
_SHORTEST_SECRET = 8
"""Characters below which a key was made up for an emulator, and may be a word of the text."""


def mask_key(text: str, key: SecretStr | None) -> str:
    """The text without the key, as it is, URL-encoded, in base64, or cut after its first characters."""
    secret = key.get_secret_value() if key else ""
    if len(secret) < _SHORTEST_SECRET:
        return text
    encoded = base64.b64encode(secret.encode()).decode()
    for form in (secret, quote(secret, safe=""), encoded, encoded.rstrip("=")):
        text = text.replace(form, _MASK)
    # Services like to show the first characters of a key; what is glued to them goes as well.
    return re.sub(rf"{re.escape(secret[:_SHORTEST_SECRET])}[^\s\"',;()<>]*", _MASK, text)
