"""The list of models, which has one entry."""

from typing import Any

from assemblyai_emulator.gateway.chat_model import Description

_PROVIDER = {"id": "offline", "name": "AssemblyAI emulator"}


def catalogue(model: Description) -> dict[str, Any]:
    """All the keys of the service's catalogue. Prices are 0, and the model is never retired."""
    return {
        "data": [
            {
                "id": model.id,
                "name": model.name,
                "description": model.description,
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
        ]
    }
