"""The licences of the locked packages: what somebody looked at, what the packages say, and who brings them."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_OWN = _PROJECT["name"]
_LOOKED_AT = tomllib.loads((ROOT / "requirements" / "licences.toml").read_text(encoding="utf-8"))

LOOKED_AT = {
    name: {"licence": row} if isinstance(row, str) else row for name, row in sorted(_LOOKED_AT.items())
}
"""For each package its licence, and where it matters what its metadata `says`, and a `note`."""

_PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0",
    "Unlicense", "Zlib",
}  # fmt: skip
"""Licences that ask for no more than their notice to be kept."""

_PLAIN = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSF": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""What packages write for an SPDX expression."""

_COPYLEFT = re.compile(r"\b(?:Affero|GNU (?:Lesser )?General Public)\b", re.IGNORECASE)


def locked(name="*"):
    """The packages of requirements/NAME.txt, each with the packages that ask for it."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob(f"{name}.txt")]
    rows = re.findall(r"^(\w[\w.-]*).*\n((?: +[#-].*\n)*)", "".join(texts), re.MULTILINE)
    asked = {}
    for package, lines in rows:
        askers = re.findall(r"^ +# +(?:via )?(\w[\w.-]*)(?= |$)", lines, re.MULTILINE)
        asked.setdefault(canonicalize_name(package), set()).update(
            map(canonicalize_name, set(askers) - {"via"})
        )
    return asked


def is_permissive(licence):
    """Whether all parts of an SPDX expression ask for no more than their notice; of alternatives, one of them."""
    parts = re.split(r" AND ", licence.replace("(", "").replace(")", ""))
    return all(_PERMISSIVE.intersection(part.split(" OR ")) for part in parts)


def said(name):
    """The licence in an installed package's metadata, as SPDX where that is plain; None if it is not installed."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return None
    # Where importlib_metadata is imported, as keyring does, what is missing is a KeyError and not None.
    if expression := metadata.get("License-Expression"):
        return expression
    field = (metadata.get("License") or "").strip().partition("\n")[0]
    classifiers = [text for text in metadata.get_all("Classifier", []) if text.startswith("License ::")]
    texts = [field, *(text.rpartition(" :: ")[2] for text in classifiers)]
    # A classifier of this name says less than an expression beside it.
    known = list(dict.fromkeys(_PLAIN.get(text, text) for text in texts if text))
    if len(known) == 2 and known[1] == "BSD License" and known[0].startswith("BSD-"):
        known.pop()
    return "; ".join(known)


def names_copyleft(name):
    """Whether a licence text within an installed package names one of the GNU licences."""
    texts = [
        file
        for file in distribution(name).files or []
        if re.match(r"(licen[cs]e|copying|notice)", file.name, re.IGNORECASE)
        and file.suffix in {"", ".md", ".txt"}
    ]
    return any(
        _COPYLEFT.search(file.locate().read_text(encoding="utf-8", errors="replace")) for file in texts
    )


def brought():
    """For each package that a user may install, the parts of this project that bring it: the core, and the extras."""
    parts = {"core": _PROJECT["dependencies"], **_PROJECT["optional-dependencies"]}
    asked = locked("all")
    everything = {}
    for part, texts in parts.items():
        wanted = {canonicalize_name(Requirement(text).name) for text in texts} - {_OWN}
        while wanted:
            for name in wanted:
                everything.setdefault(name, []).append(part)
            wanted = {
                name
                for name, askers in asked.items()
                if askers & wanted and part not in everything.get(name, ())
            }
    return everything


def table():
    """The rows of docs/licences.md: a package, its licence, who brings it, and what to know about it."""
    rows = ["| package | licence | for | beside |", "|---|---|---|---|"]
    for name, parts in sorted(brought().items()):
        row = LOOKED_AT.get(name, {})
        users = "everything" if "core" in parts else ", ".join(parts)
        rows.append(f"| {name} | {row.get('licence', '')} | {users} | {row.get('note', '')} |")
    return rows
