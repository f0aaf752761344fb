"""The names of the attack on files (tests/attack/files.py); its races take too long for here."""

from tests.attack.files import prepared, try_names


def test_no_name_leads_outside_and_each_is_refused_with_an_error_for_files(tmp_path):
    tried, leaks = try_names(prepared(tmp_path))
    assert tried > 700
    assert (leaks["outside"], leaks["errors"]) == (0, 0)
