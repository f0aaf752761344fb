"""What is installed is what was pinned: requirements/ and npm's lock files have every package, with its hashes."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
NPM = ("tests/conformance", "tests/node")
MEND = "run make requirements"


def pins(name):
    """The requirements of requirements/NAME.txt, each with how many hashes it has."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    rows = re.findall(
        r"^(\w[^\\\n]*?) *\\?\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", text, re.MULTILINE
    )
    return [(Requirement(row), hashes.count("--hash=")) for row, hashes in rows]


def grouped(name):
    """The requirements of a dependency group, with those of the groups that it includes."""
    for entry in GROUPS[name]:
        if isinstance(entry, dict):
            yield from grouped(entry["include-group"])
        else:
            yield Requirement(entry)


def asked(name):
    """The requirements of pyproject.toml that requirements/NAME.txt is made for."""
    if name != "demo":
        return list(grouped(name))
    texts = [*PROJECT["project"]["dependencies"], *(text for extra in EXTRAS.values() for text in extra)]
    everything = map(Requirement, texts)
    return [wanted for wanted in everything if wanted.name != PROJECT["project"]["name"]]


FILES = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))


def test_each_set_has_its_file():
    included = {
        entry["include-group"] for group in GROUPS.values() for entry in group if isinstance(entry, dict)
    }
    assert sorted({"demo", *GROUPS} - included) == FILES


@pytest.mark.parametrize("name", FILES)
def test_what_the_project_asks_for_is_pinned_at_a_release_that_it_allows(name):
    pinned = {}
    for pin, _ in pins(name):
        pinned.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    wrong = [
        str(wanted)
        for wanted in asked(name)
        if not any(map(wanted.specifier.contains, pinned.get(canonicalize_name(wanted.name), [])))
    ]
    assert wrong == [], f"not in requirements/{name}.txt: {MEND}"


def test_what_builds_the_project_is_pinned():
    pinned = {canonicalize_name(pin.name) for pin, _ in pins("build")}
    assert {Requirement(text).name for text in PROJECT["build-system"]["requires"]} <= pinned


@pytest.mark.parametrize("name", FILES)
def test_each_package_is_pinned_to_one_release_with_hashes(name):
    rows = pins(name)
    assert rows
    loose = [
        str(pin) for pin, hashes in rows if not re.fullmatch(r"==[^*,]+", str(pin.specifier)) or not hashes
    ]
    assert loose == [], MEND


def test_the_sets_agree():
    releases = {}
    for name in FILES:
        found = {}
        for pin, _ in pins(name):
            found.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier))
        for package, versions in found.items():
            releases.setdefault(package, []).append(versions)
    apart = {name: sets for name, sets in releases.items() if any(versions != sets[0] for versions in sets)}
    assert apart == {}, MEND


@pytest.mark.parametrize("folder", NPM)
def test_the_tools_from_npm_are_locked_with_hashes(folder):
    wanted = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wanted, MEND
    assert [name for name, package in packages.items() if "integrity" not in package] == []


@pytest.mark.parametrize(
    "path",
    [*(f"requirements/{name}.txt" for name in FILES), *(f"{folder}/package-lock.json" for folder in NPM)],
)
def test_no_lock_file_names_an_address(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.findall(r"[^\n]*(?:://|--index|--find-links)[^\n]*", text) == []


def test_make_installs_nothing_without_a_hash_but_the_project_itself():
    targets = [".venv/.dev", ".venv/.bench", ".venv/.fuzz", *(f"{folder}/node_modules" for folder in NPM)]
    planned = subprocess.run(
        ["make", "--always-make", "--dry-run", *targets], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    installs = re.findall(r"(?:pip install|npm (?:install|ci|i)\b)[^;\n]*", planned)
    unhashed = [
        line for line in installs if not line.startswith("npm ci ") and "--require-hashes" not in line.split()
    ]
    assert len(installs) == 9
    assert [line.partition("--build-constraint ")[2] for line in unhashed] == [
        "requirements/build.txt --no-deps --editable ."
    ]
