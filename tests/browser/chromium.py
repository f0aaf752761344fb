"""The Chromium of this machine, without a window."""

import os
import shutil

MISSING = (
    "the tests in a browser need Chromium, which is not here. Debian: apt-get install chromium; "
    "Fedora: dnf install chromium; macOS: brew install --cask google-chrome"
)
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def found():
    """Where it is; None if it is not here."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def launched(playwright, path, *options):
    """A browser, for as long as `playwright` is there. Root cannot have Chromium's sandbox."""
    arguments = [*options, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return playwright.chromium.launch(executable_path=path, args=arguments)
