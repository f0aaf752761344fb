"""Masks the API key in text that others read: the service may echo it in an error."""

import base64
import re
from urllib.parse import quote

from pydantic import SecretStr

_MASK = "[api key]"
"""What is shown in place of the key."""

_SHORTEST_SECRET = 8
"""Characters; a shorter key was made up for an emulator, and may be an ordinary word."""


def mask_key(text: str, key: SecretStr | None) -> str:
    """Mask the key in a text, whether it is plain, URL-encoded, in base64, or cut after its first characters."""
    secret = key.get_secret_value() if key else ""
    if len(secret) < _SHORTEST_SECRET:
        return text
    encoded = base64.b64encode(secret.encode()).decode()
    for form in (secret, quote(secret, safe=""), encoded, encoded.rstrip("=")):
        text = text.replace(form, _MASK)
    # Services often show the first characters of a key; what follows them without a break is masked too.
    return re.sub(rf"{re.escape(secret[:_SHORTEST_SECRET])}[^\s\"',;()<>]*", _MASK, text)
