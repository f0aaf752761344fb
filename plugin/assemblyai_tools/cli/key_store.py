"""A person's API key in the system's keyring: one for each address of the service.

Only the command line reads it: a program that uses this package gives the key itself, or sets ASSEMBLYAI_API_KEY.
"""

from collections.abc import Generator
from contextlib import contextmanager

from assemblyai_tools.errors import ConfigurationError, MissingExtraError
from assemblyai_tools.lazy import is_installed

_SERVICE = "assemblyai-tools"
"""The name of the entries in the keyring. The account of an entry is the service's address."""

_OTHER_WAY = "Set ASSEMBLYAI_API_KEY instead, such as in your shell's profile: the commands read it first."


def stored_key(base_url: str) -> str | None:
    """The key that `login` stored for this address of the service; None without one, and without a keyring.

    Raises ConfigurationError if there is a keyring which cannot be read, because it is locked for example.
    """
    if not _has_keyring():
        return None
    import keyring  # noqa: PLC0415 - an optional package, and slow to import

    with _failures("read"):
        return keyring.get_password(_SERVICE, _entry(base_url)) or None


def check_store() -> None:
    """Raise ConfigurationError where `store_key` would, as far as that is known before there is a key."""
    if _has_keyring():
        return
    if not is_installed("keyring"):
        raise MissingExtraError.of("Storing the key", needs="keyring", extra="cli")
    raise ConfigurationError(
        "This system has no keyring that can be used, so the key was not stored.", next_step=_OTHER_WAY
    )


def store_key(base_url: str, key: str) -> None:
    """Keep a key for this address, in place of another one. Raises ConfigurationError if that is not possible."""
    check_store()
    import keyring  # noqa: PLC0415 - an optional package, and slow to import

    with _failures("written to"):
        keyring.set_password(_SERVICE, _entry(base_url), key)
        kept = keyring.get_password(_SERVICE, _entry(base_url))
    if kept != key:  # a keyring may be configured to keep nothing
        raise ConfigurationError("The system's keyring did not keep the key.", next_step=_OTHER_WAY)


def remove_key(base_url: str) -> bool:
    """Remove the key for this address; False if there was none. Raises ConfigurationError if it cannot be removed."""
    if stored_key(base_url) is None:
        return False
    import keyring  # noqa: PLC0415 - an optional package, and slow to import

    with _failures("written to"):
        keyring.delete_password(_SERVICE, _entry(base_url))
    return True


def _entry(base_url: str) -> str:
    return base_url.rstrip("/")


def _has_keyring() -> bool:
    """Whether there is a place for keys. Raises ConfigurationError if the system's keyring cannot be set up.

    Without a place, the back end of keyring only raises errors.
    """
    if not is_installed("keyring"):
        return False
    with _failures(
        "set up", "Check keyringrc.cfg and PYTHON_KEYRING_BACKEND."
    ):  # both name the keyring to use
        from keyring import get_keyring  # noqa: PLC0415 - an optional package, and slow to import
        from keyring.backends.fail import Keyring as NoKeyring  # noqa: PLC0415

        return not isinstance(get_keyring(), NoKeyring)


@contextmanager
def _failures(done: str, to_do: str = "Unlock it and try again.") -> Generator[None]:
    """Say what failed. Its own words are left out: they come from other programs, and might repeat the key."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the back ends of keyring raise what the system's libraries raise
        raise ConfigurationError(
            f"The system's keyring could not be {done} ({type(error).__name__}).",
            next_step=f"{to_do} {_OTHER_WAY}",
        ) from None
