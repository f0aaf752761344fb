"""Which packages `pip install '.[all]'` brings, as pyproject.toml and the packages themselves say."""

import ast
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.documents.blocks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
OWN = canonicalize_name(PROJECT["name"])
HERE = {"assemblyai_tools", "assemblyai_mcp", "assemblyai_emulator"}
"""The project's own packages."""


def asked_by(name, extras):
    """The requirements of a package with these extras, on this machine."""
    if name == OWN:
        texts = [*PROJECT["dependencies"], *(text for extra in extras for text in EXTRAS[extra])]
        return [Requirement(text) for text in texts]
    found = map(Requirement, requires(name) or ())
    return [wanted for wanted in found if applies(wanted, extras)]


def applies(wanted, extras):
    return wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in {"", *extras})


def brought_by(extra):
    """The names of all distributions that an extra of this project installs."""
    names, waiting = set(), {(OWN, extra)}
    seen = set()
    while waiting:
        name, given = waiting.pop()
        seen.add((name, given))
        names.add(name)
        for wanted in asked_by(name, {given} - {""}):
            other = canonicalize_name(wanted.name)
            waiting |= {(other, more) for more in {"", *wanted.extras}} - seen
    return names


def imported(code):
    """The top-level packages that code imports, those of Python and of this project aside."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - HERE


def distributions_of(package):
    """The distributions that hold a package; several for one like langgraph's."""
    return {canonicalize_name(name) for name in _holders().get(package, ())}


_holders = cache(packages_distributions)
