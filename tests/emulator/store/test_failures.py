import errno
import os
import sqlite3

import pytest

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.store import failures


def failing(number: int) -> StorageError:
    with pytest.raises(StorageError) as caught, failures.reported():
        raise OSError(number, os.strerror(number), "/secret/path")
    return caught.value


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_insufficient_storage_and_says_the_way_out(number):
    error = failing(number)
    assert error.status == 507
    assert "disk is full" in error.text
    assert "Free some space on the disk of its --data-dir, then send the request again" in error.text


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EMFILE, errno.EACCES, errno.ENOENT])
def test_any_other_failure_of_the_disk_is_service_unavailable_with_its_reason_and_without_a_path(number):
    error = failing(number)
    assert error.status == 503
    assert f"({os.strerror(number)})" in error.text
    assert "/secret" not in error.text


def test_a_missing_file_can_be_left_to_the_caller():
    with pytest.raises(FileNotFoundError), failures.reported(missing_is_failure=False):
        raise FileNotFoundError


def test_a_mistake_in_this_program_is_not_a_failure_of_the_store(connection):
    with pytest.raises(sqlite3.OperationalError, match="syntax"), failures.reported():
        connection.execute("SELEC 1")
    with pytest.raises(sqlite3.ProgrammingError), failures.reported():
        connection.execute("SELECT ?", ())
