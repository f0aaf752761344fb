"""A hint on how to install an extra is a command that works where the package came from."""

import importlib.metadata
import json
import sys
from pathlib import Path

import pytest

from assemblyai_tools import origin
from assemblyai_tools.origin import install_command

ROOT = Path(__file__).parents[2]
FROM_INDEX = "pip install 'assemblyai-tools[batch,cli]'"


@pytest.fixture
def came_from(monkeypatch):
    """Have the package been installed from there; gives the command."""

    def command(direct_url):
        class Installed:
            @staticmethod
            def read_text(name):
                assert name == "direct_url.json"
                return direct_url

        origin._folder.cache_clear()
        monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Installed)
        return install_command("batch,cli")

    yield command
    origin._folder.cache_clear()


def noted(folder, **how):
    return json.dumps({"url": folder.as_uri(), "dir_info": how})


def test_in_a_clone_it_is_installed_from_there_by_the_pip_of_this_environment():
    assert install_command("batch") == f"{Path(sys.executable).with_name('pip')} install -e '{ROOT}[batch]'"


def test_a_folder_is_only_editable_if_it_was(came_from):
    assert came_from(noted(ROOT)).endswith(f"pip install '{ROOT}[batch,cli]'")
    assert came_from(noted(ROOT, editable=True)).endswith(f"pip install -e '{ROOT}[batch,cli]'")


def test_an_environment_without_the_program_pip_has_its_python(came_from, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my python"))
    assert came_from(noted(ROOT)) == f"'{tmp_path}/my python' -m pip install '{ROOT}[batch,cli]'"


@pytest.mark.parametrize("address", [None, "{", '{"url": "https://example.com/a.whl"}'])
def test_elsewhere_it_is_installed_from_the_index(came_from, address):
    assert came_from(address) == FROM_INDEX


def test_a_folder_that_is_gone_is_no_place_to_install_from(came_from, tmp_path):
    assert came_from(noted(tmp_path)) == FROM_INDEX


def test_a_package_that_is_not_installed_at_all_is_in_the_index(monkeypatch):
    def missing(_):
        raise importlib.metadata.PackageNotFoundError

    origin._folder.cache_clear()
    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    assert install_command("batch,cli") == FROM_INDEX
    origin._folder.cache_clear()
