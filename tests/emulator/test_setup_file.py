import pytest
from pydantic import TypeAdapter

from assemblyai_emulator import setup_file
from assemblyai_emulator.errors import SetupError

NUMBERS = TypeAdapter(list[int])


def test_a_file_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[1, 2]")
    assert setup_file.read(path, NUMBERS) == [1, 2]


def test_every_error_in_a_file_is_reported_with_its_place(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('["x", 1, null]')
    with pytest.raises(SetupError, match=r"a\.json: 0: .*; 2: "):
        setup_file.read(path, NUMBERS)


def test_invalid_json_is_reported_without_a_place(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[1,")
    with pytest.raises(SetupError, match=r"a\.json: Invalid JSON"):
        setup_file.read(path, NUMBERS)


def test_a_missing_file_is_reported_by_name(tmp_path):
    with pytest.raises(SetupError, match=r"b\.json cannot be read: No such file"):
        setup_file.read(tmp_path / "b.json", NUMBERS)
