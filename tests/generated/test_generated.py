"""What follows from the catalogue is up to date. `make generate` writes it; review the change as a diff."""

import os

import pytest
from tests.generated.texts import FILES, ROOT, SNAPSHOTS, snapshot

from assemblyai_tools import ALL_OPERATIONS

pytestmark = pytest.mark.catalogue

UPDATE = os.environ.get("UPDATE_GENERATED") == "1"
STALE = "this does not follow from the catalogue any more: run make generate"


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_the_catalogue_says(name):
    file = ROOT / name
    text = file.read_text(encoding="utf-8")
    expected = FILES[name](text)
    if UPDATE:
        file.write_text(expected, encoding="utf-8")
        text = expected
    assert text == expected, STALE


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)
def test_what_a_model_sees_is_what_was_agreed(operation):
    file = SNAPSHOTS / f"{operation.name}.json"
    if UPDATE:
        file.write_text(snapshot(operation), encoding="utf-8")
    assert file.exists(), STALE
    assert file.read_text(encoding="utf-8") == snapshot(operation), STALE


def test_no_snapshot_outlives_its_operation():
    expected = {f"{operation.name}.json" for operation in ALL_OPERATIONS}
    stale = [file for file in SNAPSHOTS.iterdir() if file.name not in expected]
    if UPDATE:
        for file in stale:
            file.unlink()
        stale = []
    assert stale == [], STALE
