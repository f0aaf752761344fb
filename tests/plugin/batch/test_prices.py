"""What a batch costs is estimated from a table that the user may overwrite."""

import json

import pytest

from assemblyai_tools.batch.prices import Estimate, Prices
from assemblyai_tools.batch.sources.reading import OPTIONS
from assemblyai_tools.errors import AssemblyAIError


def test_every_priced_option_is_one_of_transcribe():
    assert set(Prices.listed().options) <= OPTIONS


@pytest.mark.parametrize(
    ("options", "usd"),
    [
        ({}, 0.21),
        ({"speaker_labels": True}, 0.23),
        ({"speaker_labels": False}, 0.21),
        ({"speech_models": ["universal-2"]}, 0.15),
        ({"speech_models": ["universal-2", "assemblyai-stt-3-7"]}, 0.21),
        ({"speech_models": ["a model of next year", "universal-2"]}, 0.21),
        ({"speech_models": None, "keyterms_prompt": ["x"]}, 0.26),
        ({"language_code": "de"}, 0.21),
    ],
)
def test_an_hour_costs_what_its_model_and_options_cost(options, usd):
    assert Prices.listed().per_hour(options) == pytest.approx(usd)


def test_the_estimate_grows_with_each_recording_and_counts_those_of_unknown_length():
    estimate = Estimate(Prices.listed(), {"speaker_labels": True})
    estimate.add(1800.0)
    estimate.add(1800.0, {"speaker_labels": False})
    estimate.add(None)
    assert (estimate.recordings, estimate.unknown, estimate.hours) == (3, 1, 1.0)
    assert estimate.cost == pytest.approx(0.115 + 0.105)


def test_prices_survive_being_kept_in_the_database():
    prices = Prices.listed()
    assert Prices.from_json(prices.to_json()) == prices


@pytest.mark.parametrize("name", ["prices.toml", "prices.json"])
def test_a_file_overwrites_some_prices(tmp_path, name):
    path = tmp_path / name
    if name.endswith("json"):
        path.write_text(
            json.dumps({"models": {"universal-2": 0.1}, "date": "2027-01-01", "source": "contract"})
        )
    else:
        path.write_text('\ufeffdate = 2027-01-01\nsource = "contract"\n[models]\nuniversal-2 = 0.1\n')
    prices = Prices.read(path)
    assert prices.models["universal-2"] == 0.1
    assert prices.models["universal-3-5-pro"] == 0.21
    assert (prices.date, prices.source) == ("2027-01-01", "contract")
    assert Prices.from_json(prices.to_json()) == prices


def test_without_a_file_the_known_prices_count():
    assert Prices.read(None) == Prices.listed()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("none.toml", None, "cannot be read"),
        ("a.toml", "not toml", "neither TOML nor JSON"),
        ("a.json", "[1", "neither TOML nor JSON"),
        ("a.json", "[1]", "models is no table"),
        ("a.json", '{"date": "x"}', "it has no price"),
        ("a.toml", 'date = "x"\n[models]\n[options]\n', "it has no price"),
        ("a.json", '{"models": 3}', "models is no table"),
        ("a.json", '{"models": {"universal-2": "cheap"}}', "models.universal-2 is 'cheap'"),
        ("a.json", '{"options": {"speaker_labels": true}}', "options.speaker_labels is True"),
        ("a.toml", "[options]\nspeaker_labels = -1\n", "options.speaker_labels is -1"),
        ("a.toml", "[model]\nuniversal-2 = 1\n", "'model' is no table of prices"),
    ],
)
def test_a_file_that_holds_no_prices_is_an_error_that_says_why(tmp_path, name, text, told):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(AssemblyAIError, match=told):
        Prices.read(tmp_path / name)


def test_a_length_is_billed_in_whole_seconds_rounded_up():
    estimate = Estimate(Prices.listed(), {})
    estimate.add(6.0004)
    assert estimate.hours * 3600 == pytest.approx(7)
    assert estimate.cost == pytest.approx(7 / 3600 * 0.21)
