"""The Bearer token of a request."""

from collections.abc import Mapping

from pydantic import SecretStr

_SCHEME = "bearer "


def bearer_of(headers: Mapping[str, str]) -> SecretStr | None:
    """The token in the Authorization header, or None."""
    value = headers.get("authorization", "")
    token = value[len(_SCHEME) :].strip() if value.lower().startswith(_SCHEME) else ""
    return SecretStr(token) if token else None
