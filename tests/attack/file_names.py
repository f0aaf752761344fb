"""Names of files that lead outside of an allowed folder, or might."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

_UP = (
    "..",
    "%2e%2e",
    "%252e%252e",
    "..%00",
    ".%2e",
    "\u2025",
    "\uff0e\uff0e",
    "..\u200b",
    " ..",
    "...",
    "..;",
)
"""What may be read as the folder above."""

_SEPARATORS = ("/", "\\", "%2f", "%5c", "\u2215", "\uff0f", "//", "/./", "\\/")
"""What may be read as the end of a folder's name."""

_SYSTEM = (
    *("/etc/passwd", "/etc/shadow", "/dev/null", "/dev/zero", "/dev/stdin", "/dev/fd/0", "/dev/tty", "/"),
    *(
        "/proc/self/environ",
        "/proc/self/mem",
        "/proc/self/fd/0",
        "/proc/self/root/etc/passwd",
        "/proc/1/environ",
    ),
    *(
        "~/.ssh/id_rsa",
        "~root/.profile",
        "~nobody-by-that-name/a",
        "~",
        "~/",
        "C:\\Windows\\win.ini",
        "\\\\host\\a",
    ),
    *(
        "CON",
        "NUL",
        "nul.wav",
        ".",
        "..",
        "./",
        "../",
        "",
        " ",
        "\n",
        "*",
        "?",
        "[a-z]*",
        "$HOME/a",
        "`id`",
        "$(id)",
    ),
    *(
        "a\0.wav",
        "\0",
        "%00",
        "a" * 256,
        "a/" * 3000,
        "\u202e",
        "\ud800.wav",
        "\udcff",
        "\ufeff",
        "-rf",
        "--",
        "|id",
    ),
    *(
        "file:",
        "file://",
        "file:///",
        "file://host/a",
        "file://[::1",
        "file:////etc/passwd",
        "FILE:/etc/passwd",
    ),
)
"""What is outside on every system, or no name at all."""


def names(home: Path) -> Iterator[str]:
    """Several hundred names. `home` has the folders allowed, other and outside."""
    yield from _SYSTEM
    yield from _odd(home)
    for up, separator in product(_UP, _SEPARATORS):
        for start in ("", f"{home}/allowed{separator}", f"file://{home}/allowed{separator}"):
            yield f"{start}{up}{separator}outside{separator}secret.wav"
        yield f"calls{separator}{up}{separator}{up}{separator}outside{separator}secret.wav"
        yield f"{up}{separator}{up}{separator}outside{separator}secret.wav"


def _odd(home: Path) -> Iterator[str]:
    """Links, pipes, and other spellings of what is outside."""
    for path in (
        *(
            "outside/secret.wav",
            "outside/secret",
            "outside",
            "allowed/call.wav-link",
            "allowed/calls-link/secret.wav",
        ),
        *(
            "allowed/calls-link/secret",
            "allowed/calls-link/../secret.wav",
            "allowed/pipe.wav",
            "allowed/call.wav/",
        ),
        *(
            "allowed/call.wav/../../outside/secret.wav",
            "allowedx/../outside/secret.wav",
            "ALLOWED/../outside/secret.wav",
        ),
    ):
        for form in (
            "{}",
            "file://{}",
            "file://localhost{}",
            "'{}'",
            '"{}"',
            "<{}>",
            " {} ",
            "/proc/self/root{}",
            "/{}",
        ):
            yield form.format(home / path)
            yield form.format(f"{home}/allowed/../{path}")
