import pytest

import assemblyai_tools.batch as package
from assemblyai_tools import MissingExtraError
from assemblyai_tools.batch import Batch, Prices, Source
from assemblyai_tools.batch.batch import Batch as Defined


def test_the_package_has_what_a_program_needs():
    assert Batch is Defined
    assert {Prices.__name__, Source.__name__, "Batch"} <= set(dir(package))
    with pytest.raises(AttributeError, match="has no attribute 'batches'"):
        package.batches  # noqa: B018 - asking for it is the test


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.delattr(package, "Batch", raising=False)
    monkeypatch.setattr(package, "is_installed", lambda _name: False)
    with pytest.raises(MissingExtraError, match=r"A batch needs dbos.*pip install -e '.*\[batch\]'"):
        package.Batch  # noqa: B018 - asking for it is the test
