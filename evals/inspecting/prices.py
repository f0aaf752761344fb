"""The prices of models: inspect-ai has none of its own."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeAlias

from inspect_ai.model import ModelCost, ModelInfo, get_model_info, set_model_info
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from evals.setting import SettingError

_Dollars: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Price(BaseModel):
    """What a model costs: all four, so that no sum leaves something out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    input: _Dollars
    output: _Dollars
    input_cache_write: _Dollars
    input_cache_read: _Dollars


_Prices: TypeAlias = dict[str, _Price]
_FILE = TypeAdapter[_Prices](_Prices)
"""The file: a JSON object of each model's name and what it costs, in US dollars per million tokens."""


def set_prices(file: Path, models: Iterable[str]) -> None:
    """Tell inspect-ai what these models cost.

    The file is a JSON object of each model's name and its US dollars per million tokens: `input`, `output`,
    `input_cache_write` and `input_cache_read`. Raises SettingError for another one, and if a model is missing.
    """
    prices = _prices(file)
    for model in models:
        if model not in prices:
            raise SettingError(f"{file} has no price of {model}. It has: {', '.join(prices) or 'nothing'}.")
        known = get_model_info(model) or ModelInfo()
        set_model_info(model, known.model_copy(update={"cost": ModelCost(**prices[model].model_dump())}))


def _prices(file: Path) -> _Prices:
    try:
        return _FILE.validate_json(file.read_bytes())
    except OSError as error:
        raise SettingError(f"The prices cannot be read: {file}: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(f"{part}" for part in first["loc"])
        raise SettingError(
            f"{file} has no prices as docs/evals.md describes them: {place or 'the file'}: {first['msg']}."
        ) from error
