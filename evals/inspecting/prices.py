"""The prices of models: inspect-ai has none of its own."""

import json
from pathlib import Path

from inspect_ai.model import ModelCost, ModelInfo, get_model_info, set_model_info


def set_prices(file: Path) -> None:
    """Tell inspect-ai what models cost.

    The file is a JSON object of each model's name and its US dollars per million tokens: `input`, `output`,
    `input_cache_write` and `input_cache_read`. Raises a ValueError for another one.
    """
    for model, prices in json.loads(file.read_text(encoding="utf-8")).items():
        known = get_model_info(model) or ModelInfo()
        set_model_info(model, known.model_copy(update={"cost": ModelCost.model_validate(prices)}))
