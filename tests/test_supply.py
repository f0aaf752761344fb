"""What is installed is what was pinned: requirements/ and npm's lock files have every package, with its hashes."""

import json
import platform
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
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
    if name not in EXTRAS:
        return list(grouped(name))
    texts = [*PROJECT["project"]["dependencies"], *extra(name)]
    return list(map(Requirement, texts))


def extra(name):
    """The requirements of an extra, with those of the extras that it includes."""
    for text in EXTRAS[name]:
        wanted = Requirement(text)
        if wanted.name == PROJECT["project"]["name"]:
            for other in wanted.extras:
                yield from extra(other)
        else:
            yield text


FILES = sorted(path.stem for path in (ROOT / "requirements").glob("*.txt"))


def test_each_set_has_its_file():
    included = {
        entry["include-group"] for group in GROUPS.values() for entry in group if isinstance(entry, dict)
    }
    assert sorted({"demo", "all", *GROUPS} - included) == FILES


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


def installed(*names):
    """The packages of requirements/NAME.txt that are installed here, and the megabytes that they take."""
    packages = {canonicalize_name(pin.name) for name in names for pin, _ in pins(name)}
    files = {}
    for package in packages:
        try:
            files[package] = distribution(package).files or []
        except PackageNotFoundError:  # another platform's
            continue
    return len(files), sum(file.size or 0 for found in files.values() for file in found) / 1e6


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="the sizes were measured there"
)
def test_make_says_beforehand_how_much_it_installs():
    said = dict(re.findall(r"^(DEMO|DEV)_TAKES := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE))
    demo, everything = installed("demo"), installed("demo", "all", "dev")
    rest = tuple(both - one for both, one in zip(everything, demo, strict=True))
    more = tuple(both - one for both, one in zip(installed("demo", "all"), demo, strict=True))
    adds = re.search(r"pip install -e '\.\[all\]'` adds (.*)", (ROOT / "README.md").read_text())[1]
    for text, (packages, megabytes) in ((said["DEMO"], demo), (said["DEV"], rest), (adds, more)):
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        assert numbers[0] == pytest.approx(packages, rel=0.15)
        assert numbers[2] == pytest.approx(megabytes, rel=0.15)
        assert 0.3 < numbers[1] / megabytes < 0.6, "wheels are packed files"
