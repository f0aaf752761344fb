"""The list of models: the one that answers, and the published names that it answers for."""

from typing import Any

from assemblyai_emulator.gateway.chat_model import Description
from assemblyai_emulator.gateway.published_models import NAMES

_PROVIDER = {"id": "offline", "name": "AssemblyAI emulator"}


def catalogue(model: Description) -> dict[str, Any]:
    """All the keys of the service's catalogue. Prices are 0, and no model is ever retired."""
    others = [name for name in NAMES if name != model.id]
    stand_in = f"Answered by {model.id} here. The service has a model of this name."
    return {
        "data": [
            _entry(model, model.id, model.name, model.description),
            *(_entry(model, name, name, stand_in) for name in others),
        ]
    }


def _entry(model: Description, model_id: str, name: str, description: str) -> dict[str, Any]:
    return {
        "id": model_id,
        "name": name,
        "description": description,
        "creator": _PROVIDER["name"],
        "context_length": model.context_length,
        "supported_parameters": list(model.supported_parameters),
        "default_parameters": {"temperature": None, "top_p": None, "frequency_penalty": None},
        "top_provider": {
            "is_moderated": False,
            "context_length": model.context_length,
            "max_completion_tokens": model.max_output_tokens,
        },
        "pricing": {"global": {"prompt": 0, "completions": 0}},
        "retirement_date": 0,
        "available_regions": ["global"],
        "providers": [_PROVIDER],
        "default_provider": _PROVIDER,
    }
