from pathlib import Path

from assemblyai_emulator import config


def test_one_core_is_left_for_the_server(monkeypatch):
    monkeypatch.setattr(config.os, "cpu_count", lambda: 4)
    assert config.default_workers() == 3


def test_there_is_always_one_worker(monkeypatch):
    monkeypatch.setattr(config.os, "cpu_count", lambda: None)
    assert config.default_workers() == 1


def test_the_language_models_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_EMULATOR_LLM_KEY", "secret")
    assert config.llm_key_from_environment() == "secret"
    monkeypatch.setenv("ASSEMBLYAI_EMULATOR_LLM_KEY", "")
    assert config.llm_key_from_environment() is None


def test_settings_do_not_show_the_language_models_key():
    assert "secret" not in repr(config.Settings(data_dir=Path(), llm_key="secret"))
