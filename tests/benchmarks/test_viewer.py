"""The bench of the page leaves its part out where there is no browser."""

import shutil

from benchmarks import viewer


def test_without_chromium_the_part_is_left_out_and_that_is_said(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert viewer.measure() == []
    assert "skipped, as there is no Chromium" in capsys.readouterr().err
